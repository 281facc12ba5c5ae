import { escapeHtml } from './escape-html.ts';
import { addressOf, SECTIONS } from './pages.ts';

export interface Frame {
  /** The titles of all pages, by address. */
  readonly titles: ReadonlyMap<string, string>;
  /** The addresses of the style and the scripts. */
  readonly style: string;
  readonly script: string;
  /** Runs before the page is painted, so that it does not flash in the other scheme. */
  readonly themeScript: string;
  readonly searchFile: string;
}

interface Content {
  readonly address: string;
  readonly title: string;
  readonly html: string;
  /** Without an outline. */
  readonly isWide: boolean;
}

/** The whole page around a content. No code and no style stands in it, because the content policy refuses both. */
export function pageOf(frame: Frame, { address, title, html, isWide }: Content): string {
  const isHome = address === '/docs/';
  const name = isHome ? 'Lanyard documentation' : `${title} · Lanyard`;
  const headings = isHome || isWide ? [] : outlineOf(html);
  const kind = isHome ? 'home' : isWide ? 'wide' : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(name)}</title>
<meta name="description" content="${escapeHtml(descriptionOf(html))}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${frame.style}">
<script src="${frame.themeScript}"></script>
<script type="module" src="${frame.script}"></script>
</head>
<body class="${kind}">
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<button type="button" class="menu-button" aria-expanded="false" aria-controls="navigation" hidden>Menu</button>
<a class="brand" href="/docs/"><img src="/icon.svg" alt="" width="24" height="24"><span>Lanyard</span> <em>Docs</em></a>
<button type="button" class="search-button" hidden><span>Search</span> <kbd>Ctrl K</kbd></button>
<a class="to-app" href="/">Open Lanyard</a>
<button type="button" class="theme-button" aria-label="Change to the dark scheme" hidden></button>
</header>
<div class="frame">
<nav id="navigation" class="side" aria-label="Pages">${navigation(frame, address)}</nav>
<main id="content" tabindex="-1">
<article class="prose">
${crumbs(frame, address)}${html}
</article>
${neighbours(frame, address)}
</main>
${outline(headings)}
</div>
<footer class="foot"><span>Lanyard ${escapeHtml(VERSION)}</span><a href="/docs/security/">Security</a><a href="/docs/changelog/">Changelog</a><a href="/docs/api/">HTTP API</a></footer>
<dialog class="search" data-file="${frame.searchFile}" aria-label="Search the documentation"></dialog>
</body>
</html>
`;
}

const VERSION = '0.1.0';

interface NavigationPage {
  readonly address: string;
  readonly name: string;
}

function pagesOfSections({ titles }: Frame): readonly { title: string; pages: readonly NavigationPage[] }[] {
  return SECTIONS.map(({ title, pages }) => ({
    title,
    pages: pages.map((entry) => {
      const [page, given] = typeof entry === 'string' ? [entry] : entry;
      const address = page.startsWith('/') ? page : addressOf(page);
      return { address, name: given ?? titles.get(address) ?? page };
    }),
  }));
}

/** The entry of the navigation that a page belongs to: itself, or the page of its folder. */
function placeOf(frame: Frame, address: string): string {
  const known = pagesOfSections(frame).flatMap(({ pages }) => pages.map((page) => page.address));
  if (known.includes(address)) return address;
  return known.filter((one) => one !== '/docs/' && address.startsWith(one)).at(-1) ?? '';
}

function navigation(frame: Frame, address: string): string {
  const place = placeOf(frame, address);
  return pagesOfSections(frame)
    .map(({ title, pages }) => {
      const links = pages.map((page) => {
        const current =
          page.address === address ? ' aria-current="page"' : page.address === place ? ' class="within"' : '';
        return `<li><a href="${page.address}"${current}>${escapeHtml(page.name)}</a></li>`;
      });
      return `<p>${title}</p><ul>${links.join('')}</ul>`;
    })
    .join('');
}

function crumbs(frame: Frame, address: string): string {
  const place = placeOf(frame, address);
  const section = pagesOfSections(frame).find(({ pages }) => pages.some((page) => page.address === place));
  if (!section || address === '/docs/') return '';
  const parent = place === address ? '' : `<a href="${place}">${escapeHtml(frame.titles.get(place) ?? '')}</a>`;
  return `<p class="crumbs"><span>${section.title}</span>${parent}</p>\n`;
}

/** Links to the page before and the page after, in the order of the navigation. */
function neighbours(frame: Frame, address: string): string {
  const pages = pagesOfSections(frame).flatMap((section) => section.pages);
  const index = pages.findIndex((page) => page.address === address);
  if (index < 1) return '';
  const link = (page: NavigationPage | undefined, word: string) =>
    page
      ? `<a class="${word.toLowerCase()}" href="${page.address}"><small>${word}</small>${escapeHtml(page.name)}</a>`
      : '';
  return `<nav class="neighbours" aria-label="Previous and next page">${link(pages[index - 1], 'Previous')}${link(pages[index + 1], 'Next')}</nav>`;
}

interface Heading {
  readonly level: string;
  readonly id: string;
  readonly text: string;
}

function outlineOf(html: string): readonly Heading[] {
  return [...html.matchAll(/<h([23]) id="([^"]+)"><a[^>]*>(.*?)<\/a><\/h\1>/g)].map(
    ([, level = '2', id = '', text = '']) => ({
      level,
      id,
      text: text.replace(/<[^>]+>/g, ''),
    }),
  );
}

function outline(headings: readonly Heading[]): string {
  if (headings.length < 2) return '<div class="outline"></div>';
  const links = headings.map(({ level, id, text }) => `<li class="level-${level}"><a href="#${id}">${text}</a></li>`);
  return `<nav class="outline" aria-label="On this page"><p>On this page</p><ul>${links.join('')}</ul></nav>`;
}

function descriptionOf(html: string): string {
  const [, text = ''] = /<p>([\s\S]*?)<\/p>/.exec(html.replace(/<p class="crumbs">.*?<\/p>/, '')) ?? [];
  const plain = text.replace(/<[^>]+>/g, '').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  return plain.replace(/\s+/g, ' ').replaceAll('&quot;', '"').slice(0, 160).trim();
}
