import { refusalInWords } from '@lanyard/core/field-words';
import { z } from 'zod';
import type { SurfaceForm } from '../../http/surface.ts';

/** Text that is already markup. Only `html` makes it. */
class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export const HTML = { 'Content-Type': 'text/html; charset=utf-8' } as const;

type Part = string | number | Markup | readonly Markup[] | undefined;

/** Escapes every value that is not markup. There is no way to turn this off. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(literals.reduce((text, literal, index) => text + render(parts[index - 1]) + literal));
}

function render(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return String(part).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** The frame of every page that the server renders. It has no script. */
export function page(title: string, content: Markup): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Lanyard</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/activate.css">
</head>
<body>
<span class="brand"><img src="/icon.svg" alt="" width="24" height="24">Lanyard</span>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.text;
}

/** A page with only a message. */
export function messagePage(title: string, text: string): string {
  return page(title, sentence(text));
}

/** Says what went wrong, with a link. The front page leads to the sign-in if that is needed. */
export const pageSurface: SurfaceForm = {
  json: [],
  // Assertions of people in hundreds of groups are sent as large forms.
  formBytes: 400 * 1024,
  readsCookies: true,
  challenge: 'Bearer',
  errors: z.string(),
  errorBody: ({ status, text, field }) =>
    page(titleOf(status), html`${sentence(refusalInWords(text, field))}<p><a href="/">Go to the start page</a></p>`),
  errorHeaders: () => HTML,
};

function titleOf(status: number): string {
  if (status === 404) return 'Not found';
  if (status === 429) return 'Too many requests';
  return status >= 500 ? 'Something went wrong' : 'That did not work';
}

function sentence(text: string): Markup {
  return html`<p>${text.charAt(0).toUpperCase()}${text.slice(1)}.</p>`;
}
