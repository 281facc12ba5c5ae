import { findElement } from './find-element.ts';

/** The library of the pages reads the same name, so the choice counts in both. */
const KEY = 'mantine-color-scheme-value';

export function addThemeButton(): void {
  const button = findElement('.theme-button');
  const root = document.documentElement;
  const label = () =>
    button.setAttribute('aria-label', `Change to the ${root.dataset.theme === 'dark' ? 'light' : 'dark'} scheme`);
  button.hidden = false;
  label();
  button.addEventListener('click', () => {
    root.dataset.theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
    localStorage.setItem(KEY, root.dataset.theme);
    label();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', ({ matches }) => {
    const chosen = localStorage.getItem(KEY);
    if (chosen === 'dark' || chosen === 'light') return;
    root.dataset.theme = matches ? 'dark' : 'light';
    label();
  });
}
