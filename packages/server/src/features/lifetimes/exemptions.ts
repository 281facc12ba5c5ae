import { requireReason } from '@lanyard/core/access-review/ruling';
import { DomainError } from '@lanyard/core/domain-error';
import { ANNOUNCED_RULES, type AnnouncedRule } from '@lanyard/core/lifetimes/announced-rules';
import { endedEarly, requireExemptionEnd } from '@lanyard/core/lifetimes/exemption';
import { RULE_SUBJECTS } from '@lanyard/core/lifetimes/rule-in-words';
import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { KeptExemption, ListedExemption } from '../../store/records/lifetimes/rule-exemptions.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import { type Caller, OPERATOR } from '../access/caller.ts';
import { type AuditSubject, type Change, look, subjectOf, transact } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';

/** Each is looked at with every token of the organization. */
const EXEMPTIONS_OF_ORGANIZATION = 500;
const ENDED_AT_ONCE = 50;

/** What the exemption is about; exactly one of the two. */
export type ExemptedSubject = { readonly token: string } | { readonly member: string };

export type NewExemption = ExemptedSubject & {
  readonly rule: AnnouncedRule;
  readonly reason: string;
  readonly endsAt: number;
};

/** Errors: `not-found` to strangers, `forbidden` to members. */
export async function listExemptions(
  services: Services,
  caller: Caller,
  name: string,
  page: Page,
): Promise<Paged<ListedExemption>> {
  const { records } = look(services, caller);
  const { organization } = await requireOwnership({ records, caller }, name);
  return records.ruleExemptions.list(organization.id, organization.name, page);
}

/**
 * Lets a token, or a member with all credentials, in although a rule would not, until a date. One that there is already is
 * replaced. Errors: those of the list; `not-found`, `invalid-input`, `conflict`.
 */
export async function exempt(services: Services, caller: Caller, name: string, input: NewExemption): Promise<void> {
  const reason = requireReason(input.reason);
  await transact(services, caller, async (change) => {
    const { records, now, audit, notify } = change;
    const { organization } = await requireOwnership(change, name);
    requireExemptionEnd(input.endsAt, now);
    const { rule, endsAt } = input;
    const subject = await requireSubject(change, organization, input);
    const before = await records.ruleExemptions.find(organization.id, rule, subject.subjectId);
    if (!before) await requireRoom(change, organization);
    // A promise to the holder stands: it can be made longer here, and shorter by ending it.
    if (before && endsAt < before.endsAt) {
      throw new DomainError('conflict', { reason: 'there is an exemption that ends later; end that one first' });
    }
    const { subjectId, tokenId, accountId } = subject;
    const kept = { organizationId: organization.id, rule, subjectId, tokenId, accountId, reason, endsAt };
    await records.ruleExemptions.put({ ...kept, at: now, madeBy: makerOf(change) });
    await audit('exemption.created', subject.inLog, { rule, endsAt, reason, holder: subject.holder });
    const accounts = await readersOf(change, organization, subject.holderId);
    const told = { organization: organization.name, token: subject.token, rule: RULE_SUBJECTS[rule] };
    await notify('exempted-here', { accounts }, { ...told, until: endsAt, reason, maker: makerOf(change) });
  });
}

/**
 * Ends it 7 days from now, or when it ends anyway: what it protects does not stop without a notice. Gives when. Errors:
 * those of the list; `not-found`.
 */
export async function endExemption(
  services: Services,
  caller: Caller,
  name: string,
  asked: { readonly rule: string; readonly subjectId: string },
): Promise<number> {
  return transact(services, caller, async (change) => {
    const { records, now } = change;
    const { organization } = await requireOwnership(change, name);
    const rule = ANNOUNCED_RULES.find((one) => one === asked.rule);
    const exemption = rule && (await records.ruleExemptions.find(organization.id, rule, asked.subjectId));
    if (!exemption || exemption.endsAt <= now) throw new DomainError('not-found', { what: 'exemption' });
    const endsAt = endedEarly(exemption, now);
    if (endsAt === exemption.endsAt) return endsAt;
    await records.ruleExemptions.put({ ...exemption, endsAt });
    await recordEnd(change, organization, { ...exemption, endsAt }, makerOf(change));
    return endsAt;
  });
}

/** As housekeeping: those that are over by themselves bind nobody any more, and go; of several servers one tells it. */
export async function endOldExemptions(services: Services): Promise<void> {
  const { clock, store } = services;
  for (;;) {
    const ended = await store.read.ruleExemptions.ended(clock.now(), ENDED_AT_ONCE);
    for (const { organizationId, rule, subjectId } of ended) {
      await transact(services, OPERATOR, async (change) => {
        const { records, now } = change;
        const organization = await records.organizations.lock(organizationId);
        const exemption = organization && (await records.ruleExemptions.find(organizationId, rule, subjectId));
        if (!organization || !exemption || exemption.endsAt > now) return;
        await records.ruleExemptions.remove(exemption);
        await recordEnd(change, organization, exemption, null);
      });
    }
    if (ended.length < ENDED_AT_ONCE) return;
  }
}

async function recordEnd(
  change: Change,
  organization: Organization,
  { rule, endsAt, tokenId, accountId }: KeptExemption,
  maker: string | null,
): Promise<void> {
  const { records, audit, notify } = change;
  const token = tokenId === null ? undefined : await records.tokens.byId(tokenId);
  const holderId = accountId ?? token?.ownerId ?? '';
  const holder = (await records.accounts.byId(holderId))?.name ?? organization.name;
  const inLog = token
    ? subjectOf('token', { id: token.id, name: `token of ${holder}` }, organization.name)
    : subjectOf('account', { id: holderId, name: holder }, organization.name);
  await audit('exemption.ended', inLog, { rule, endsAt, holder });
  const accounts = await readersOf(change, organization, holderId);
  const told = { organization: organization.name, token: token?.description ?? null, rule: RULE_SUBJECTS[rule] };
  await notify('exemption-ended-here', { accounts }, { ...told, until: endsAt, maker });
}

interface Subject {
  readonly subjectId: string;
  readonly tokenId: string | null;
  readonly accountId: string | null;
  readonly holderId: string;
  readonly holder: string;
  /** What its holder calls the token; null for a member. */
  readonly token: string | null;
  readonly inLog: AuditSubject;
}

/** Only what the inventory of the organization shows, and only members: nobody learns of others (R25). */
async function requireSubject(
  { records, now }: Change,
  organization: Organization,
  input: NewExemption,
): Promise<Subject> {
  const { id, name } = organization;
  if ('member' in input) {
    const account = await records.accounts.byName(input.member);
    const membership = account && (await records.organizations.membership(id, account.id));
    if (!account || !membership) throw new DomainError('not-found', { what: 'member' });
    const inLog = subjectOf('account', account, name);
    const ids = { subjectId: account.id, tokenId: null, accountId: account.id, holderId: account.id };
    return { ...ids, holder: account.name, token: null, inLog };
  }
  if (input.rule === 'passwordAtRegistry') {
    throw new DomainError('invalid-input', { field: 'rule', reason: 'is about the password of a member, not a token' });
  }
  const asked = { organization, now, ids: [input.token], page: 1, pageSize: 1 };
  const [token] = (await records.accessReview.list(asked)).items;
  if (!token) throw new DomainError('not-found', { what: 'access token' });
  const { ownerId: holderId, description, holder, isOnlyHere } = token;
  // Its owners may not see every description (decision 32), and read the log.
  const inLog = subjectOf('token', { id: token.id, name: isOnlyHere ? description : `token of ${holder.name}` }, name);
  const ids = { subjectId: token.id, tokenId: token.id, accountId: null, holderId };
  return { ...ids, holder: holder.name, token: description, inLog };
}

async function requireRoom({ records }: Change, { id }: Organization): Promise<void> {
  if ((await records.ruleExemptions.count(id)) < EXEMPTIONS_OF_ORGANIZATION) return;
  throw new DomainError('conflict', { reason: `there are ${EXEMPTIONS_OF_ORGANIZATION} exemptions; end some first` });
}

/** The holder; of a token of the organization itself, its owners. */
async function readersOf({ records }: Change, { id }: Organization, holderId: string): Promise<readonly string[]> {
  return holderId === id ? (await records.organizations.owners(id)).map((owner) => owner.id) : [holderId];
}

function makerOf({ caller }: Change): string {
  return caller.type === 'operator' ? 'An operator' : caller.account.name;
}
