import type { SampleAccount } from './sample-account.ts';

export interface SampleToken {
  readonly id: string;
  readonly secret: string;
}

export interface SampleGrant {
  readonly pattern?: string;
  readonly actions: readonly ('pull' | 'push' | 'delete')[];
}

/** A token of the account, made over HTTP as its owner would. */
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
