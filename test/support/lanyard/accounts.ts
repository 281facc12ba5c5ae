import { randomUUID } from 'node:crypto';
import type { MemberRole } from '@lanyard/core/organizations/member-role';
import { hash } from '@node-rs/argon2';
import { writeExisting } from './audit.ts';
import type { Browser } from './browser.ts';
import type { Lanyard } from './start-lanyard.ts';

export interface SampleAccount {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  /** A browser that is signed in with this account. */
  readonly browser: Browser;
}

export interface ExistingAccount {
  readonly name: string;
  /** The domain of the e-mail address. */
  readonly domain?: string;
  /** Null for an account without a password, which a directory or a provider created. */
  readonly password: string | null;
  readonly isAdministrator?: boolean;
}

/**
 * The lowest possible cost of argon2. The hash contains its own cost, so a sign-in is quick. Tests of accounts that are
 * created through the pages use the product's real cost.
 */
const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 } as const;

/** Writes the account into the database, as if it had existed before the test. Returns its id. */
export async function existingAccount(lanyard: Lanyard, account: ExistingAccount): Promise<string> {
  const { name, domain = 'example.com', password, isAdministrator = false } = account;
  const email = `${name}@${domain}`;
  const id = randomUUID();
  const passwordHash = password === null ? null : await hash(password, CHEAP);
  const state = { isAdministrator, disabledAt: null, hasSecondFactor: false, createdAt: lanyard.clock.now() };
  await writeExisting(lanyard, ({ accounts }) => accounts.insert({ id, name, email, passwordHash, ...state }));
  return id;
}

/** Whether a password can open the account. No page shows this. */
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
  /** A person who has nothing to do with it. */
  readonly stranger: SampleAccount;
}

let made = 0;

/** A name that no other test of the file uses. */
export function freshName(start: string): string {
  made += 1;
  return `${start}-${made}`;
}

/** An organization with an owner and a member, created over HTTP as its owner would. */
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

/**
 * The owner invites the account, which accepts everything that the organization requires. Both must have just signed
 * in.
 */
export async function joinOrganization(
  owner: Pick<SampleAccount, 'browser'>,
  path: string,
  { name, browser }: Pick<SampleAccount, 'name' | 'browser'>,
  role: MemberRole = 'member',
): Promise<void> {
  const sent = await owner.browser.post(`${path}/invitations`, { account: name, role });
  requireStatus(201, sent);
  await acceptInvitation({ browser }, path.slice(path.lastIndexOf('/') + 1));
}

/** The account accepts an invitation, with the rules of the organization. It must have just signed in. */
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

/** The member accepts the current account-wide rules of the organization. It must have just signed in. */
export async function acceptTerms(path: string, { browser }: Pick<SampleAccount, 'browser'>): Promise<void> {
  const { terms } = (await browser.get(`${path}/membership/terms`)).body;
  requireStatus(204, await browser.post(`${path}/membership/terms`, { terms }));
}

function requireStatus(expected: number, { status, body }: { readonly status: number; readonly body: unknown }): void {
  if (status !== expected) throw new Error(`answered ${status} ${JSON.stringify(body)}`);
}
