import { Secret } from '@lanyard/core/secret';
import { failed } from '../cli-error.ts';
import type { Session } from './open-session.ts';
import { refusal } from './refusal.ts';
import { type Request, sendRequest } from './send-request.ts';

/** The part of a session that a call needs. */
export type Access = Pick<Session, 'server' | 'accessToken' | 'proxies'>;

export interface Account {
  readonly name: string;
  readonly email: string;
  readonly isAdministrator: boolean;
}

/** The name becomes part of the command lines of keychains. */
const ACCOUNT_NAME = /^[0-9A-Za-z][0-9A-Za-z._@-]{0,254}$/;

/** Letters that every client and keychain can handle. */
const TOKEN = /^[\x21-\x7e]{1,512}$/;

export async function showAccount(access: Access): Promise<Account> {
  const body = await callApi(access, { path: '/api/session' });
  const { name, email, isAdministrator } = body as Partial<Record<keyof Account, unknown>>;
  if (typeof name !== 'string' || !ACCOUNT_NAME.test(name))
    throw failed(`${access.server} gave an answer without an account`);
  return { name, email: String(email ?? ''), isAdministrator: isAdministrator === true };
}

/** The names of the account's organizations. */
export async function listOrganizations(access: Access): Promise<readonly string[]> {
  const { organizations } = await callApi(access, { path: '/api/organizations' });
  if (!Array.isArray(organizations)) throw failed(`${access.server} gave an answer without organizations`);
  return (organizations as readonly { readonly name?: unknown }[]).map(({ name }) => String(name));
}

/** As the API returns it. Times are RFC 3339. */
export interface InvitationView {
  readonly organization: string;
  readonly role: string;
  readonly invitedBy: string;
  readonly expiresAt: string;
  readonly words: readonly { readonly text: string; readonly accountWide: boolean }[];
}

/** Invitations that wait for the account's answer. */
export async function listInvitations(access: Access): Promise<readonly InvitationView[]> {
  const { invitations } = await callApi(access, { path: '/api/invitations' });
  if (!Array.isArray(invitations)) throw failed(`${access.server} gave an answer without invitations`);
  return invitations as readonly InvitationView[];
}

/** Creates the auto-generated token of this sign-in. The server keeps only the most recently used ones. */
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

/** Returns the body of a successful answer. For any other answer, throws the error that it means. */
export async function callApi(access: Access, { method = 'GET', path, json }: Call) {
  const { server, accessToken: bearer, proxies } = access;
  const answer = await sendRequest({ method, url: `${server}${path}`, bearer, json, proxies });
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  throw refusal(answer, `${server} refused it`);
}

/** As the API returns it. Times are RFC 3339. */
export interface TokenView {
  readonly id: string;
  readonly description: string;
  readonly origin: 'manual' | 'auto';
  readonly status: 'active' | 'inactive' | 'expired';
  readonly grants: readonly GrantView[];
  readonly createdAt: string;
  readonly createdFrom: { readonly address: string; readonly client: string };
  readonly expiresAt: string | null;
  readonly lastUsed: { readonly at: string; readonly address: string; readonly client: string } | null;
}

export type GrantView =
  | { readonly type: 'catalog' }
  | {
      readonly type: 'repository';
      readonly pattern: string;
      readonly actions: readonly string[];
      readonly visibility: 'any' | 'public';
    };

export interface TokenFilter {
  readonly origin?: string;
  readonly status?: string;
  readonly search?: string;
}

const PAGE_SIZE = 100;

/** Reads all pages. */
export async function listTokens(access: Access, filter: TokenFilter = {}): Promise<readonly TokenView[]> {
  const tokens: TokenView[] = [];
  for (let page = 1; ; page += 1) {
    const query = new URLSearchParams({ ...filter, page: String(page), pageSize: String(PAGE_SIZE) });
    const body = await callApi(access, { path: `/api/tokens?${query}` });
    const found = body.tokens as readonly TokenView[];
    tokens.push(...found);
    if (found.length < PAGE_SIZE) return tokens;
  }
}

export async function showToken(access: Access, id: string): Promise<TokenView> {
  return (await callApi(access, { path: pathOf(id) })) as unknown as TokenView;
}

export interface NewToken {
  readonly description: string;
  readonly grants: readonly GrantView[];
  readonly expiresAt: string | null;
}

/** Only this answer contains `secret`. */
/** Where rules of organizations stop the token, or will soon; servers of before do not say it. */
export type TokenStops = readonly {
  readonly organization: string;
  readonly rule: string;
  readonly seconds: number;
  readonly at: string | null;
  readonly isByAge?: boolean;
}[];

export async function createToken(access: Access, json: NewToken) {
  const body = await callApi(access, { method: 'POST', path: '/api/tokens', json });
  return body as unknown as { readonly token: TokenView; readonly secret: string; readonly stops?: TokenStops };
}

export interface TokenChange {
  readonly description?: string;
  readonly active?: boolean;
}

export type ChangedToken = TokenView & { readonly stops?: TokenStops };

export async function changeToken(access: Access, id: string, json: TokenChange): Promise<ChangedToken> {
  return (await callApi(access, { method: 'PATCH', path: pathOf(id), json })) as unknown as ChangedToken;
}

export async function deleteToken(access: Access, id: string): Promise<void> {
  await callApi(access, { method: 'DELETE', path: pathOf(id) });
}

function pathOf(id: string): string {
  return `/api/tokens/${encodeURIComponent(id)}`;
}
