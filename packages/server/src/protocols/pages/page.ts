import { html, type Markup } from './html.ts';

/** The frame of every server-rendered page; it brings no script. */
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
