import { randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { writeExisting } from './audit.ts';
import type { Browser } from './browser.ts';
import type { Lanyard } from './start-lanyard.ts';

export interface SampleAccount {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  /** Signed in as this account. */
  readonly browser: Browser;
}

export interface ExistingAccount {
  readonly name: string;
  /** Of the e-mail address. */
  readonly domain?: string;
  /** Null for an account without one, which a directory or a provider made. */
  readonly password: string | null;
  readonly isAdministrator?: boolean;
}

/**
 * As cheap as argon2 can be. The hash names its own cost, so a sign-in with it is quick; what the product's hashes cost
 * is for the tests of accounts that were made through its pages.
 */
const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 } as const;

/** Writes the account into the database, as if it had been there before the test; gives its id. */
export async function existingAccount(lanyard: Lanyard, account: ExistingAccount): Promise<string> {
  const { name, domain = 'example.com', password, isAdministrator = false } = account;
  const email = `${name}@${domain}`;
  const id = randomUUID();
  const passwordHash = password === null ? null : await hash(password, CHEAP);
  const state = { isAdministrator, disabledAt: null, hasSecondFactor: false, createdAt: lanyard.clock.now() };
  await writeExisting(lanyard, ({ accounts }) => accounts.insert({ id, name, email, passwordHash, ...state }));
  return id;
}

/** Whether it can be signed in to with a password, which no page shows. */
export async function hasPassword({ services }: Lanyard, accountId: string): Promise<boolean> {
  const account = await services.store.read.accounts.byId(accountId);
  if (!account) throw new Error('there is no such account');
  return account.passwordHash !== null;
}

/** An account with a password, signed in. */
export async function sampleAccount(
  lanyard: Lanyard,
  name: string,
  more: Pick<ExistingAccount, 'domain' | 'isAdministrator'> = {},
): Promise<SampleAccount> {
  const password = `password of ${randomUUID()}`;
  const id = await existingAccount(lanyard, { ...more, name, password });
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
  await joinOrganization(owner, path, member);
  return { name, path, owner, member, stranger };
}

/** The owner invites the account, which accepts, with all that the organization asks. Both signed in just now. */
export async function joinOrganization(
  owner: Pick<SampleAccount, 'browser'>,
  path: string,
  { name, browser }: Pick<SampleAccount, 'name' | 'browser'>,
  role: 'owner' | 'member' = 'member',
): Promise<void> {
  const sent = await owner.browser.post(`${path}/invitations`, { account: name, role });
  requireStatus(201, sent);
  await acceptInvitation({ browser }, path.slice(path.lastIndexOf('/') + 1));
}

/** The account accepts what the organization asks of whom it invited. It signed in just now. */
export async function acceptInvitation(
  { browser }: Pick<SampleAccount, 'browser'>,
  organization: string,
): Promise<void> {
  const { invitations } = (await browser.get('/api/invitations')).body;
  const invitation = invitations.find((one: { readonly organization: string }) => one.organization === organization);
  if (!invitation) throw new Error(`${organization} invited nobody of this name`);
  const { id, terms } = invitation;
  requireStatus(204, await browser.post(`/api/invitations/${id}/accept`, { terms }));
}

/** The member accepts the account-wide rules of the organization as they are now. It signed in just now. */
export async function acceptTerms(path: string, { browser }: Pick<SampleAccount, 'browser'>): Promise<void> {
  const { terms } = (await browser.get(`${path}/membership/terms`)).body;
  requireStatus(204, await browser.post(`${path}/membership/terms`, { terms }));
}

function requireStatus(expected: number, { status, body }: { readonly status: number; readonly body: unknown }): void {
  if (status !== expected) throw new Error(`answered ${status} ${JSON.stringify(body)}`);
}
