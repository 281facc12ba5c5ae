export interface SearchEntry {
  readonly id: string;
  readonly page: string;
  readonly heading: string;
  readonly text: string;
}

/** One entry for each heading of a page, with the text until the next one. */
export function searchEntries(address: string, title: string, html: string): readonly SearchEntry[] {
  const parts = html.split(/(?=<h[23] id=")/);
  return parts.map((part) => {
    const [, id, heading] = /^<h[23] id="([^"]+)">(.*?)<\/h[23]>/.exec(part) ?? [];
    const text = plainText(
      part.replace(/^<h[123][^>]*>.*?<\/h[123]>/, '').replace(/<div class="examples">[\s\S]*/, ''),
    );
    return {
      id: id === undefined ? address : `${address}#${id}`,
      page: title,
      heading: plainText(heading ?? ''),
      text,
    };
  });
}

function plainText(html: string): string {
  return html
    .replace(/<p class="crumbs">.*?<\/p>/, '')
    .replace(/<div class="code-head">.*?<\/div>/g, '')
    .replace(/<span class="caption".*?<\/span>/g, '')
    .replace(/<wbr>/g, '')
    .replace(/<(\/?(code|var|a|em|strong|span))\b[^>]*>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}
