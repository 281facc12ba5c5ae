import { html } from './html.ts';
import { page } from './page.ts';

/** A page that only tells something. */
export function messagePage(title: string, text: string): string {
  return page(title, html`<p>${text.charAt(0).toUpperCase()}${text.slice(1)}.</p>`);
}
