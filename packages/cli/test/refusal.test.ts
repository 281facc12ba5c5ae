import { describe, expect, it } from 'vitest';
import { refusal } from '../src/server/refusal.ts';

const answer = (status: number, error: unknown) => ({ status, header: () => undefined, body: { error } });

describe('the message for a refused request', () => {
  it('R34: advises signing in again when a fresh sign-in is needed', () => {
    const said = {
      message: 'this is only possible within 10 minutes of signing in; sign in again',
      code: 'fresh-sign-in-required',
    };
    const { message, hint } = refusal(answer(403, said), 'the token was not made');
    expect(message).toBe(`the token was not made: ${said.message}`);
    expect(hint).toBe('run: lanyard login REGISTRY');
  });

  it('names a field as people do, not as a path', () => {
    const said = { message: 'grants.0.pattern: is malformed', field: 'grants.0.pattern' };
    const { message } = refusal(answer(400, said), 'the token was not made');
    expect(message).toBe('the token was not made: permission 1, repository: is malformed');
  });

  it('quotes the server for any other refusal, and gives no useless advice', () => {
    const { message, hint } = refusal(answer(403, { message: 'only an owner may do this' }), 'it was not done');
    expect([message, hint]).toEqual(['it was not done: only an owner may do this', undefined]);
  });
});
