import type { SampleAccount } from './accounts.ts';
import type { Answer } from './browser.ts';
import type { Lanyard } from './start-lanyard.ts';

export interface SampleToken {
  readonly id: string;
  readonly secret: string;
}

export interface SampleGrant {
  readonly pattern?: string;
  readonly actions: readonly ('pull' | 'push' | 'delete')[];
}

/** A token of the account, created over HTTP as its owner would. */
export async function sampleToken(
  account: SampleAccount,
  { pattern = '*', actions }: SampleGrant,
  expiresAt: string | null = null,
): Promise<SampleToken> {
  const body = { description: `for ${actions.join(' and ')}`, grants: [{ pattern, actions }], expiresAt };
  const answer = await account.browser.post('/api/tokens', body);
  if (answer.status !== 201) throw new Error(`token creation answered ${answer.status}`);
  return { id: answer.body.token.id, secret: answer.body.secret };
}

/** `GET /token` as docker sends it. `credential` is `name:secret`. */
export function requestToken(
  lanyard: Lanyard,
  { credential, scopes = [], service = 'lanyard' }: TokenRequest = {},
): Promise<Answer> {
  const query = new URLSearchParams([['service', service], ...scopes.map((scope) => ['scope', scope])]);
  const headers: Record<string, string> = credential === undefined ? {} : { authorization: basic(credential) };
  return lanyard.browser().request('GET', `/token?${query}`, { headers });
}

export interface TokenRequest {
  readonly credential?: string;
  readonly scopes?: readonly string[];
  readonly service?: string;
}

export function basic(credential: string): string {
  return `Basic ${Buffer.from(credential).toString('base64')}`;
}

/** The claims of a JWT, without verification. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into tokens of every shape
export function claimsOf(token: string): any {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

export type HubClient = (method: string, path: string, content?: unknown) => Promise<Answer>;

/** A client of Docker Hub's interface with an API token. `password` can also be an access token. */
export async function hubClient(
  lanyard: Lanyard,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<HubClient> {
  const { status, body } = await lanyard.browser().post('/v2/users/login', { username: name, password });
  if (status !== 200) throw new Error(`login answered ${status}`);
  const headers = { authorization: `Bearer ${body.token}` };
  return (method, path, content) => lanyard.browser().request(method, path, { headers, body: content });
}
