import { Secret } from '@lanyard/core/secret';
import { expect, it } from 'vitest';
import { createPasswordHasher, DUMMY_HASH } from '../../src/identity/password-hasher.ts';

const algorithmAndCost = (hash: string) => hash.split('$').slice(0, 4);

it('attack 20: a password of nobody is checked against a hash that costs what all others cost, and is wrong', async () => {
  const passwords = await createPasswordHasher(1);
  const password = new Secret('correct horse battery');
  const made = await passwords.hash(password);
  expect(algorithmAndCost(DUMMY_HASH)).toEqual(algorithmAndCost(made));
  expect(await passwords.verify(password, made)).toBe(true);
  expect(await passwords.verify(password, undefined)).toBe(false);
});
