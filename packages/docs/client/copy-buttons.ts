import { makeElement } from './find-element.ts';

const SHOWN_MILLISECONDS = 2_000;

/** Copies commands without their prompts and without what they print. */
export function addCopyButtons(): void {
  // Without TLS, browsers have a clipboard only on localhost.
  if (!navigator.clipboard) return;
  for (const block of document.querySelectorAll<HTMLElement>('.code')) {
    const button = makeElement('button', 'copy', 'Copy');
    button.type = 'button';
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(commandsOf(block));
      button.textContent = 'Copied';
      setTimeout(() => {
        button.textContent = 'Copy';
      }, SHOWN_MILLISECONDS);
    });
    block.querySelector('.code-head')?.append(button);
  }
}

function commandsOf(block: HTMLElement): string {
  const code = block.querySelector('code')?.cloneNode(true) as HTMLElement;
  for (const one of code.querySelectorAll('.prompt, .output')) one.remove();
  return `${(code.textContent ?? '').replace(/\n{2,}/g, '\n').trim()}\n`;
}
