import { existsSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { escapeHtml } from './escape-html.ts';
import { ROOT, siteAddress } from './pages.ts';

/** Copies a picture into the site, and returns its address and size. */
export type TakePicture = (file: string) => { readonly src: string; readonly width: number; readonly height: number };

/**
 * Turns the Markdown of the repository into HTML for the site. The files are written for a forge, so links lead from
 * file to file there, and from page to page here.
 */
export function markdownOf(file: string, text: string, takePicture: TakePicture): string {
  const markdown = new MarkdownIt({ html: false, linkify: false });
  const slugs = new Map<string, number>();
  const { rules } = markdown.renderer;

  rules.heading_open = (tokens, index) => {
    const { tag } = tokens[index] ?? { tag: 'h2' };
    const slug = uniqueSlug(slugs, tokens[index + 1]?.content ?? '');
    return tag === 'h1' ? `<h1>` : `<${tag} id="${slug}"><a class="anchor" href="#${slug}">`;
  };
  rules.heading_close = (tokens, index) => (tokens[index]?.tag === 'h1' ? '</h1>\n' : `</a></${tokens[index]?.tag}>\n`);

  rules.link_open = (tokens, index) => {
    const href = String(tokens[index]?.attrGet('href') ?? '');
    if (/^(https?|mailto):/.test(href)) return `<a href="${escapeHtml(href)}" rel="noreferrer">`;
    const address = siteAddress(file, href);
    // The file is only in the repository.
    return address === undefined ? '<a class="in-repository">' : `<a href="${escapeHtml(address)}">`;
  };

  rules.image = (tokens, index) => {
    const { content = '' } = tokens[index] ?? {};
    const path = join(file, '..', String(tokens[index]?.attrGet('src')));
    return pictures(path, content, takePicture);
  };

  rules.fence = (tokens, index) => {
    const { info = '', content = '' } = tokens[index] ?? {};
    return codeBlock(info.trim(), content);
  };
  rules.table_open = () => '<div class="table"><table>\n';
  rules.table_close = () => '</table></div>\n';
  return markdown.render(text);
}

/** As GitHub makes them, so that a link works in both places. */
function uniqueSlug(slugs: Map<string, number>, heading: string): string {
  const slug = heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');
  const count = slugs.get(slug) ?? 0;
  slugs.set(slug, count + 1);
  return count === 0 ? slug : `${slug}-${count}`;
}

/** A picture `NAME-light.webp` has a twin `NAME-dark.webp`. */
function pictures(path: string, text: string, takePicture: TakePicture): string {
  const dark = path.replace(/-light\.webp$/, '-dark.webp');
  const pair = dark !== path && existsSync(join(ROOT, dark));
  const image = (file: string, look: string) => {
    const { src, width, height } = takePicture(file);
    return `<img class="${look}" src="${src}" width="${width}" height="${height}" alt="${escapeHtml(text)}" loading="lazy">`;
  };
  const images = pair ? image(path, 'in-light') + image(dark, 'in-dark') : image(path, '');
  return `<span class="picture">${images}<span class="caption" aria-hidden="true">${escapeHtml(text)}</span></span>`;
}

const LABELS: Readonly<Record<string, string>> = { console: 'Terminal', yaml: 'YAML', json: 'JSON', hcl: 'Terraform' };

/** A block of code with its kind and a button that copies it. Commands are told from what they print. */
export function codeBlock(kind: string, content: string): string {
  const label = LABELS[kind] ?? '';
  const lines = content.trimEnd().split('\n');
  const code = kind === 'console' ? consoleLines(lines) : escapeHtml(lines.join('\n'));
  return `<div class="code"><div class="code-head"><span>${label}</span></div><pre><code>${code}</code></pre></div>\n`;
}

/** Without a prompt every line is a command. With one, the others are output. */
function consoleLines(lines: readonly string[]): string {
  const hasPrompt = lines.some((line) => line.startsWith('$ '));
  let goesOn = false;
  return lines
    .map((line) => {
      const isCommand = !hasPrompt || goesOn || line.startsWith('$ ');
      goesOn = isCommand && line.endsWith('\\');
      if (!isCommand) return `<span class="output">${escapeHtml(line)}</span>`;
      const prompt = line.startsWith('$ ') ? '<span class="prompt">$ </span>' : '';
      return (
        prompt + escapeHtml(line.replace(/^\$ /, '')).replace(/( {2,}#.*|^#.*)$/, '<span class="remark">$1</span>')
      );
    })
    .join('\n');
}
