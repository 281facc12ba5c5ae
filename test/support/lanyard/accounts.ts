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

export interface SampleOrganization {
  readonly name: string;
  readonly path: string;
  readonly owner: SampleAccount;
  readonly member: SampleAccount;
  /** Somebody who has nothing to do with it. */
  readonly stranger: SampleAccount;
}

let made = 0;

/** A name that no other test of the file has. */
export function freshName(start: string): string {
  made += 1;
  return `${start}-${made}`;
}

/** An organization with an owner and a member, made over HTTP as its owner would. */
export async function sampleOrganization(lanyard: Lanyard): Promise<SampleOrganization> {
  const name = freshName('acme');
  const [owner, member, stranger] = await Promise.all(
    ['owner', 'member', 'stranger'].map((role) => sampleAccount(lanyard, freshName(role))),
  );
  if (!owner || !member || !stranger) throw new Error('three accounts were asked for');
  const path = `/api/organizations/${name}`;
  requireStatus(201, await owner.browser.post('/api/organizations', { name }));
  requireStatus(204, await owner.browser.put(`${path}/members/${member.name}`, { role: 'member' }));
  return { name, path, owner, member, stranger };
}

function requireStatus(expected: number, { status, body }: { readonly status: number; readonly body: unknown }): void {
  if (status !== expected) throw new Error(`answered ${status} ${JSON.stringify(body)}`);
}
