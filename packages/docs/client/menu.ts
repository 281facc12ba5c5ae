import { findElement } from './find-element.ts';

/** On a narrow screen the navigation is behind a button. */
export function addMenu(): void {
  const button = findElement('.menu-button');
  button.hidden = false;
  const setOpen = (isOpen: boolean) => {
    button.setAttribute('aria-expanded', String(isOpen));
    document.body.classList.toggle('menu-open', isOpen);
  };
  button.addEventListener('click', () => setOpen(button.getAttribute('aria-expanded') !== 'true'));
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !document.body.classList.contains('menu-open')) return;
    setOpen(false);
    button.focus();
  });
  const current = document.querySelector('.side [aria-current], .side .within');
  const side = findElement('.side');
  if (current) side.scrollTop = (current as HTMLElement).offsetTop - side.clientHeight / 2;
}
