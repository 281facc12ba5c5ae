import type { Answer, Browser } from './browser.ts';

export interface ActivationPage {
  /** What a person reads, without the markup. */
  readonly text: string;
  approve(): Promise<Answer>;
  refuse(): Promise<Answer>;
}

/** Opens the link of a command line as a signed-in person does; throws what the page says where it has no form. */
export async function openActivationPage(browser: Browser, url: string): Promise<ActivationPage> {
  const { pathname, search } = new URL(url);
  const answer = await browser.get(`${pathname}${search}`);
  const html = String(answer.body);
  const text = textOf(html);
  if (answer.status !== 200) throw new Error(`the activation page answered ${answer.status}: ${text}`);
  const press = (label: RegExp) => submit(browser, pathname, html, label);
  return { text, approve: () => press(/^approve$/i), refuse: () => press(/^refuse$/i) };
}

/** As a browser does: every hidden field of the form that the button is in, and the button itself. */
function submit(browser: Browser, page: string, html: string, label: RegExp): Promise<Answer> {
  for (const [form = ''] of html.matchAll(/<form\b.*?<\/form>/gs)) {
    const button = [...form.matchAll(/<button\b([^>]*)>(.*?)<\/button>/gs)].find(([, , name = '']) =>
      label.test(textOf(name)),
    );
    if (!button) continue;
    const hidden = [...form.matchAll(/<input\b([^>]*)>/g)].filter(([input]) => attribute(input, 'type') === 'hidden');
    const fields = [...hidden, button].map(([tag]) => [attribute(tag, 'name'), attribute(tag, 'value')] as const);
    const named = fields.filter(([name]) => name !== '').map(([name, value]): [string, string] => [name, value]);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams(named).toString();
    return browser.request('POST', attribute(form, 'action') || page, { body, headers });
  }
  throw new Error(`the activation page has no button ${label}: ${textOf(html)}`);
}

/** Of the first tag in the text; empty where it is not there. */
function attribute(tag: string, name: string): string {
  const [first = ''] = tag.split('>');
  return decode(new RegExp(`\\s${name}="([^"]*)"`).exec(first)?.[1] ?? '');
}

function textOf(html: string): string {
  return decode(html.replace(/<(style|script|title)\b.*?<\/\1>/gs, ' ').replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

/** The page escapes by number. */
function decode(text: string): string {
  return text.replace(/&#(\d+);/g, (_whole, code: string) => String.fromCodePoint(Number(code)));
}
