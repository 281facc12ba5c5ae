import { visitWithCookies } from './visit-with-cookies.ts';

/** Where the provider sent the browser at last: an address, or a form to post there. */
export interface SentOn {
  readonly address: string;
  /** Undefined for a plain redirect. */
  readonly form: Readonly<Record<string, string>> | undefined;
}

/** Goes from an address of LemonLDAP::NG through its login form, as a browser without a session there would. */
export async function visitLemonldap(url: string, start: string, login: string): Promise<SentOn> {
  const cookies = new Map<string, string>();
  let address = start;
  let body: string | undefined;
  for (let step = 0; step < 12; step += 1) {
    if (!address.startsWith(`${url}/`)) return { address, form: undefined };
    const answer = await visitWithCookies(cookies, address, body);
    const location = answer.headers.get('location');
    body = undefined;
    if (location !== null) {
      address = new URL(location, address).href;
      continue;
    }
    const page = await answer.text();
    const fields = fieldsOf(page);
    const target = new URL(unescaped(/<form[^>]*action="([^"#]*)/.exec(page)?.[1] ?? ''), address).href;
    if ('SAMLResponse' in fields) return { address: target, form: fields };
    if (!page.includes('name="user"')) throw new Error(`the provider answered ${answer.status} ${page.slice(0, 2000)}`);
    body = new URLSearchParams({ ...fields, user: login, password: login }).toString();
    address = target;
  }
  throw new Error('the provider never sent the browser back');
}

/** The hidden fields of the page's forms. */
function fieldsOf(page: string): Record<string, string> {
  const inputs = [...page.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => input);
  const attribute = (input: string, name: string) => unescaped(new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? '');
  return Object.fromEntries(inputs.map((input) => [attribute(input, 'name'), attribute(input, 'value')]));
}

function unescaped(text: string): string {
  return text
    .replaceAll(/&#x([\da-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
