import { type Access, callApi } from './lanyard-api.ts';

/** As the API gives it; times are RFC 3339. */
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

/** All of them, page by page. */
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

/** `secret` is in this answer alone. */
export async function createToken(access: Access, json: NewToken) {
  const body = await callApi(access, { method: 'POST', path: '/api/tokens', json });
  return body as unknown as { readonly token: TokenView; readonly secret: string };
}

export interface TokenChange {
  readonly description?: string;
  readonly active?: boolean;
}

export async function changeToken(access: Access, id: string, json: TokenChange): Promise<TokenView> {
  return (await callApi(access, { method: 'PATCH', path: pathOf(id), json })) as unknown as TokenView;
}

export async function deleteToken(access: Access, id: string): Promise<void> {
  await callApi(access, { method: 'DELETE', path: pathOf(id) });
}

function pathOf(id: string): string {
  return `/api/tokens/${encodeURIComponent(id)}`;
}
