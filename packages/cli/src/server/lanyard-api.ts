import { Secret } from '@lanyard/core/secret';
import { failed } from '../cli-error.ts';
import type { Session } from './open-session.ts';
import { refusal } from './refusal.ts';
import { type Request, sendRequest } from './send-request.ts';

/** What a call needs of a session. */
export type Access = Pick<Session, 'server' | 'accessToken' | 'proxies'>;

export interface Account {
  readonly name: string;
  readonly email: string;
  readonly isAdministrator: boolean;
}

/** The name stands in file names and on command lines of keychains. */
const ACCOUNT_NAME = /^[0-9A-Za-z][0-9A-Za-z._@-]{0,254}$/;

/** What every client and keychain can carry. */
const TOKEN = /^[\x21-\x7e]{1,512}$/;

export async function showAccount(access: Access): Promise<Account> {
  const body = await callApi(access, { path: '/api/session' });
  const { name, email, isAdministrator } = body as Partial<Record<keyof Account, unknown>>;
  if (typeof name !== 'string' || !ACCOUNT_NAME.test(name)) throw failed(`${access.server} names no account`);
  return { name, email: String(email ?? ''), isAdministrator: isAdministrator === true };
}

/** The names of those that the account belongs to. */
export async function listOrganizations(access: Access): Promise<readonly string[]> {
  const { organizations } = await callApi(access, { path: '/api/organizations' });
  if (!Array.isArray(organizations)) throw failed(`${access.server} gave an answer without organizations`);
  return (organizations as readonly { readonly name?: unknown }[]).map(({ name }) => String(name));
}

/** The auto-generated token of this sign-in; the server removes those beyond the most recently used. */
export async function makeAutoToken(access: Access): Promise<Secret> {
  const { data } = await callApi(access, { method: 'POST', path: '/v2/access-tokens/desktop-generate' });
  const token = (data as { readonly token?: unknown } | undefined)?.token;
  if (typeof token !== 'string' || !TOKEN.test(token)) throw failed(`${access.server} gave an answer without a token`);
  return new Secret(token);
}

export interface Call {
  readonly method?: Request['method'] & string;
  readonly path: string;
  readonly json?: unknown;
}

/** The body of a success; throws what any other answer means. */
export async function callApi(access: Access, { method = 'GET', path, json }: Call) {
  const { server, accessToken: bearer, proxies } = access;
  const answer = await sendRequest({ method, url: `${server}${path}`, bearer, json, proxies });
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  throw refusal(answer, `${server} did not do it`);
}
