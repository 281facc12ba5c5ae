import { html, type Markup } from './html.ts';
import { page } from './page.ts';

/** A page that only tells something. */
export function messagePage(title: string, text: string): string {
  return page(title, sentence(text));
}

/** What went wrong, with a way on: the front page leads to the sign-in where that is needed. */
export function faultPage(text: string): string {
  return page('That did not work', html`${sentence(text)}<p><a href="/">To the front page</a></p>`);
}

function sentence(text: string): Markup {
  return html`<p>${text.charAt(0).toUpperCase()}${text.slice(1)}.</p>`;
}
