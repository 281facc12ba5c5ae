import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../src/audit/audit-event.ts';
import { type TokenAt, tokenAt } from '../../src/evidence/token-at.ts';
import type { Grant } from '../../src/tokens/grant.ts';

const grants = fc
  .constantFrom('acme/app', 'acme/*', '*')
  .map((pattern): readonly Grant[] => [{ type: 'repository', pattern, actions: ['pull'], visibility: 'any' }]);
const change: fc.Arbitrary<Partial<TokenAt>> = fc.oneof(
  grants.map((after) => ({ grants: after })),
  fc.boolean().map((isActive) => ({ isActive })),
  fc.nat().map((expiresAt) => ({ expiresAt })),
  fc.constant({}),
);

/** As the use case records it. */
function eventOf(
  before: TokenAt,
  { grants: after, isActive, expiresAt }: Partial<TokenAt>,
): Pick<AuditEvent, 'action' | 'data'> {
  if (isActive !== undefined && isActive !== before.isActive)
    return { action: isActive ? 'token.activated' : 'token.deactivated', data: {} };
  if (expiresAt !== undefined) return { action: 'token.changed', data: { expiresAtBefore: before.expiresAt } };
  const facts = after ? { grantsBefore: JSON.stringify(before.grants) } : { before: 'a', after: 'b' };
  return { action: 'token.changed', data: facts };
}

describe('what a token was', () => {
  it('is at every moment what the changes before it made', () => {
    const property = fc.property(grants, fc.array(change, { maxLength: 12 }), (first, changes) => {
      let now: TokenAt = { grants: first, isActive: true, expiresAt: null };
      const states = [now];
      const events = changes.map((one) => {
        const event = eventOf(now, one);
        now = { ...now, ...one };
        states.push(now);
        return event;
      });
      for (const [index, state] of states.entries()) expect(tokenAt(now, events.slice(index))).toEqual(state);
    });
    fc.assert(property);
  });
});
