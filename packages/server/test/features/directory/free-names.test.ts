import { freeAccountName } from '@lanyard/server/features/directory/free-names';
import { describe, expect, it } from 'vitest';

/** Names the next person, where so many of the name exist already. */
async function nameAfter(count: number): Promise<{ readonly name: string; readonly asked: number }> {
  const taken = new Set(Array.from({ length: count }, (_, index) => (index === 0 ? 'ada' : `ada-${index + 1}`)));
  let asked = 0;
  const namespaceTaken = async (name: string) => {
    asked += 1;
    return taken.has(name);
  };
  const accounts = { namespaceTaken } as unknown as Parameters<typeof freeAccountName>[0]['accounts'];
  return { name: await freeAccountName({ accounts }, 'ada@example.com'), asked };
}

describe('the name of a new account', () => {
  it.each([0, 1, 2, 3, 4, 5, 7, 8, 100])('is the next one after %i of the same name', async (count) => {
    const expected = count === 0 ? 'ada' : `ada-${count + 1}`;
    expect((await nameAfter(count)).name).toBe(expected);
  });

  it('is found in a few steps after 10,000 of the same name', async () => {
    const { name, asked } = await nameAfter(10_000);
    expect(name).toBe('ada-10001');
    expect(asked).toBeLessThan(40);
  });
});
