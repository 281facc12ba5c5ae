import { createHash } from 'node:crypto';
import { makeTokenSecret } from '@lanyard/core/tokens/access-token';
import type { Question } from './measure.ts';

/** This many tokens are used again and again. Their accounts have more repositories than the others. */
export const HOT_TOKENS = 500;

export function repositoriesOf(place: number): readonly string[] {
  return Array.from({ length: place < HOT_TOKENS ? 100 : 3 }, (_, index) => `app-${index}`);
}

/** The secret of a benchmark token. It depends only on the token's place, so no program has to pass it on. */
export function knownSecret(place: number) {
  return makeTokenSecret('pat', (length) => createHash('sha512').update(`${place}`).digest().subarray(0, length));
}

/** The request that docker sends for a pull with the token at this place. */
export function pullOf(place: number, repositories: readonly string[]): Question {
  const account = `account-${place}`;
  const scopes = repositories.map((name) => `&scope=repository%3A${account}%2F${name}%3Apull`).join('');
  const basic = Buffer.from(`${account}:${knownSecret(place).reveal()}`).toString('base64');
  return {
    path: `/token?account=${account}${scopes}&service=lanyard`,
    headers: { authorization: `Basic ${basic}`, 'user-agent': 'docker/28.2.2' },
  };
}
