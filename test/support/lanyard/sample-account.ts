import { randomUUID } from 'node:crypto';
import { Secret } from '@lanyard/core/secret';
import type { Browser } from './browser.ts';
import type { Lanyard } from './start-lanyard.ts';

export interface SampleAccount {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  /** Signed in as this account. */
  readonly browser: Browser;
}

/** An account with a password, signed in. */
export async function sampleAccount(
  lanyard: Lanyard,
  name: string,
  { isAdministrator = false, domain = 'example.com' } = {},
): Promise<SampleAccount> {
  const { services } = lanyard;
  const id = randomUUID();
  const password = `password of ${randomUUID()}`;
  const passwordHash = await services.passwords.hash(new Secret(password));
  const account = {
    id,
    name,
    email: `${name}@${domain}`,
    passwordHash,
    isAdministrator,
    disabledAt: null,
    hasSecondFactor: false,
  };
  await services.store.transaction((records) =>
    records.accounts.insert({ ...account, createdAt: services.clock.now() }),
  );
  const browser = lanyard.browser();
  const { status } = await browser.signIn(name, password);
  if (status !== 200) throw new Error(`sign-in answered ${status}`);
  return { id, name, password, browser };
}
