import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SAML_KEY_WAIT_SECONDS, samlKeyRoles } from '../../src/single-sign-on/saml-key-roles.ts';

const DAY = 86_400_000;
const WAIT = SAML_KEY_WAIT_SECONDS * 1000;
const key = (name: string, day: number) => ({ name, createdAt: day * DAY });
const names = (keys: Parameters<typeof samlKeyRoles<ReturnType<typeof key>>>[0], day: number) => {
  const { signing, published } = samlKeyRoles(keys, day * DAY);
  return [signing.name, published.map(({ name }) => name)];
};

describe('our keys for SAML', () => {
  it('sign a week after they are published, and stay published for a week after the next one signs', () => {
    const first = key('first', 100);
    const second = key('second', 200);
    expect(names([first], 100)).toEqual(['first', ['first']]);
    expect(names([second, first], 200)).toEqual(['first', ['first', 'second']]);
    expect(names([first, second], 206.9)).toEqual(['first', ['first', 'second']]);
    expect(names([first, second], 207)).toEqual(['second', ['second', 'first']]);
    expect(names([first, second], 213.9)).toEqual(['second', ['second', 'first']]);
    expect(names([first, second], 214)).toEqual(['second', ['second']]);
  });

  it('never sign with a key that was published for less than a week, if there is an older one', () => {
    const days = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(days, fc.integer({ min: 60, max: 90 }), (created, now) => {
        const keys = created.map((day, index) => key(String(index), day));
        const { signing, published } = samlKeyRoles(keys as [ReturnType<typeof key>], now * DAY);
        expect(published[0]).toBe(signing);
        const oldest = Math.min(...created) * DAY;
        expect(signing.createdAt === oldest || signing.createdAt + WAIT <= now * DAY).toBe(true);
        for (const one of keys) if (one.createdAt > signing.createdAt) expect(published).toContain(one);
      }),
    );
  });
});
