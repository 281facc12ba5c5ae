import {
  actionsAbout,
  latestRevocations,
  type Revocation,
  type RevokedThing,
  reachOf,
  revokedThing,
  takesAway,
} from '@lanyard/core/audit/revocations';
import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Reads } from '../../store/store.ts';
import { OPERATOR } from '../access/caller.ts';
import { accountSubject, type Change, subjectOf, transact } from '../access/change.ts';
import { commandLineSubject, endCommandLine, lockCommandLine } from '../command-lines/command-lines.ts';
import { tokenSubject } from '../tokens/create-token.ts';
import { closeAccount, endAccountAccess } from './end-access.ts';

const REASON = 'revoked after this copy of the database was made';

/** What revocations are applied with. */
interface Applying {
  readonly change: Change;
  /** The hash of a password that nobody knows. It replaces an old password that came back with the copy. */
  readonly lockedHash: string;
}

/**
 * Repeats every revocation that was made after this copy of the database, in one transaction. It never gives anything
 * back. Returns how many revocations the database did not have.
 */
export async function applyRevocations(services: Services, all: readonly Revocation[]): Promise<number> {
  const latest = latestRevocations(all).filter(takesAway);
  const missing: Revocation[] = [];
  for (const one of latest) if (!(await isKnown(services.store.read, one))) missing.push(one);
  if (missing.length === 0) return 0;
  const random = Buffer.from(services.random.bytes(32)).toString('base64url');
  const lockedHash = await services.passwords.hash(new Secret(random));
  return transact(services, OPERATOR, async (change) => {
    let applied = 0;
    for (const one of missing) if (await apply({ change, lockedHash }, one)) applied += 1;
    return applied;
  });
}

/** Whether the log has this event, or a later one about the same thing. */
function isKnown({ audit }: Pick<Reads, 'audit'>, revocation: Revocation): Promise<boolean> {
  const thing = revokedThing(revocation);
  if (thing === undefined) return Promise.resolve(true);
  const { tokenId, organization } = reachOf(revocation);
  const about = thing === 'reach' ? { id: tokenId, namespace: organization } : { id: revocation.subjectId };
  return audit.hasSince(about, actionsAbout(thing), revocation.at);
}

type Apply = (applying: Applying, revocation: Revocation) => Promise<boolean>;

/** Each function returns whether there was anything to revoke. */
const APPLY: Readonly<Record<RevokedThing, Apply>> = {
  token: ({ change }, { action, subjectId }) =>
    action === 'token.deactivated' ? deactivateToken(change, subjectId) : deleteToken(change, subjectId),
  account: async ({ change }, { subjectId }) => {
    const account = await change.records.accounts.byId(subjectId);
    if (!account || account.disabledAt !== null) return false;
    await closeAccount(change, account, REASON);
    return true;
  },
  password: async (applying, { subjectId }) => {
    const account = await applying.change.records.accounts.byId(subjectId);
    if (!account || account.passwordHash === null) return false;
    await lockPassword(applying, account);
    return true;
  },
  access: async ({ change }, { subjectId }) => {
    const account = await change.records.accounts.byId(subjectId);
    if (!account) return false;
    // The event is recorded even if nothing had to be ended. Otherwise the next start would also end sessions that
    // began since.
    const ended = await endAccountAccess(change, account, REASON);
    await change.audit('account.signed-out-everywhere', accountSubject(account), ended);
    return ended.endedSessions + ended.endedSignIns > 0;
  },
  session: async ({ change }, { subjectId: id }) => {
    const found = await change.records.sessions.byId(id);
    if (!found || !(await change.records.sessions.delete(id))) return false;
    await change.audit('session.ended', subjectOf('session', { id, name: found.session.client }, found.account.name));
    return true;
  },
  'command-line': async ({ change }, { subjectId }) => {
    const found = await lockCommandLine(change, subjectId);
    if (!found) return false;
    await endCommandLine(change, found.account, found.commandLine, { action: 'sign-in.ended', reason: REASON });
    return true;
  },
  factor: removeFactor,
  reach: blockToken,
  'scim-token': async ({ change }, { subjectId }) => {
    const organization = await change.records.organizations.byId(subjectId);
    if (!organization || !(await change.records.scimTokens.delete(subjectId))) return false;
    await change.audit('scim-token.deleted', subjectOf('organization', organization, organization.name));
    return true;
  },
};

async function apply(applying: Applying, revocation: Revocation): Promise<boolean> {
  const thing = revokedThing(revocation);
  return thing !== undefined && APPLY[thing](applying, revocation);
}

async function deleteToken(change: Change, id: string): Promise<boolean> {
  const { records, now, audit } = change;
  const token = await records.tokens.byId(id);
  if (!token) return false;
  await records.tokens.update(id, { deletedAt: now, deletedBecause: 'deleted' });
  const namespace = await ownerNameOf(records, token.ownerId);
  await audit('token.deleted', tokenSubject(token, namespace), { reason: REASON });
  const commandLine = await records.commandLines.ofToken(id);
  if (!commandLine) return true;
  await records.commandLines.end(commandLine.id, now);
  await audit('sign-in.ended', commandLineSubject(commandLine, namespace), { reason: REASON });
  return true;
}

/** A token that is missing in this copy cannot be used. */
async function blockToken({ change }: Applying, revocation: Revocation): Promise<boolean> {
  const { records, audit } = change;
  const { tokenId, organization: name } = reachOf(revocation);
  const organization = await records.organizations.byName(name);
  const token = await records.tokens.anyById(tokenId);
  const holder = token && (await records.accounts.byId(token.ownerId));
  if (!organization || !holder || (await records.reachRulings.of(organization.id, tokenId))?.kind === 'blocked')
    return false;
  const { ownerId: holderId, commandLineId } = token;
  const block = { organizationId: organization.id, tokenId, holderId, commandLineId, madeBy: 'An operator' };
  const reason = 'blocked after this copy of the database was made';
  // With the time of the original event, so newer tokens of the same holder wait.
  await records.reachRulings.put({ ...block, kind: 'blocked', reason, at: revocation.at });
  const subject = subjectOf('token', { id: tokenId, name: `token of ${holder.name}` }, organization.name);
  await audit('token.blocked-here', subject, { holder: holder.name, reason });
  return true;
}

async function deactivateToken({ records, now, audit }: Change, id: string): Promise<boolean> {
  const token = await records.tokens.byId(id);
  if (!token || token.deactivatedAt !== null) return false;
  await records.tokens.update(id, { deactivatedAt: now });
  await audit('token.deactivated', tokenSubject(token, await ownerNameOf(records, token.ownerId)));
  return true;
}

async function ownerNameOf({ accounts, organizations }: Reads, id: string): Promise<string> {
  return (await accounts.byId(id))?.name ?? (await organizations.byId(id))?.name ?? '';
}

/** Otherwise the old password would work again. The owner can set a new one by mail, or ask the operator. */
async function lockPassword({ change, lockedHash }: Applying, account: Account): Promise<void> {
  await change.records.accounts.setPasswordHash(account.id, lockedHash);
  const ended = await endAccountAccess(change, account, REASON);
  await change.audit('account.password-changed', accountSubject(account), ended);
}

/**
 * This copy does not have the factors that replaced it. If it was the last one, the password alone must not be enough.
 */
async function removeFactor(applying: Applying, { subjectId }: Revocation): Promise<boolean> {
  const { records, audit } = applying.change;
  const accountId = await records.secondFactors.accountIdOf(subjectId);
  const account = accountId === undefined ? undefined : await records.accounts.byId(accountId);
  const factors = account ? await records.secondFactors.ofAccount(account.id) : [];
  const factor = factors.find(({ id }) => id === subjectId);
  if (!account || !factor) return false;
  await records.secondFactors.delete(factor);
  await audit('factor.removed', subjectOf('factor', factor, account.name), { type: factor.type });
  if (factors.length === 1 && account.passwordHash !== null) await lockPassword(applying, account);
  else await endAccountAccess(applying.change, account, REASON);
  return true;
}
