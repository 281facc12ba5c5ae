import {
  ANNOUNCED_RULES,
  type AnnouncedRule,
  type PendingRule,
  policyAt,
  startInTime,
  stillPending,
} from '@lanyard/core/lifetimes/announced-rules';
import { dueStopWarning, STOP_WARNING_DAYS, type StopAhead } from '@lanyard/core/lifetimes/token-stops';
import type { Services } from '../../services.ts';
import type { KeptToldStop } from '../../store/records/lifetimes/told-stops.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import { OPERATOR } from '../access/caller.ts';
import { type Change, subjectOf, transact } from '../access/change.ts';
import { stopLine } from '../tokens/tell-stops-of-token.ts';
import { stoppedPasswords, stopsOfRules } from './find-stops.ts';
import { StopDigest } from './stop-digest.ts';

const HOUR_MILLISECONDS = 3_600_000;
const DAY_MILLISECONDS = 86_400_000;
const [LONGEST_WARNING_DAYS] = STOP_WARNING_DAYS;
/** In one transaction: so few that requests are answered in between. */
const TOLD_AT_ONCE = 100;
/** In one query, which cannot name any number of people. */
const ASKED_AT_ONCE = 500;
/** Lines of one mail. */
const LISTED = 20;

/** A token or a password that a rule stops. */
interface Stopping {
  readonly rule: AnnouncedRule;
  readonly subjectId: string;
  /** An account, or the organization itself. */
  readonly holderId: string;
  /** As a line of a mail; null for a password. */
  readonly line: string | null;
  readonly stop: Pick<StopAhead, 'at' | 'seconds' | 'recurs'>;
}

/**
 * Tells people what the rules of organizations are going to stop: 30 days, 7 days and 1 day before, each once. Of several
 * servers one looks at an organization at a time. A change that waits binds only after everybody was told of it.
 */
export async function tellStops(services: Services): Promise<void> {
  for (const { id } of await services.store.read.organizations.withStops()) {
    const organization = await beginRound(services, id);
    if (organization) await tellOfOrganization(services, organization);
  }
}

/** Undefined where a server looked within the last hour, and nothing was announced since. */
async function beginRound(services: Services, id: string): Promise<Organization | undefined> {
  return transact(services, OPERATOR, async (change) => {
    const { records, now } = change;
    const organization = await records.organizations.lock(id);
    if (!organization) return undefined;
    const { lookedAt, digestAt } = await records.toldStops.round(id);
    const isUrgent = toTell(organization, now).length > 0;
    if (!isUrgent && lookedAt > now - HOUR_MILLISECONDS) return undefined;
    await records.toldStops.putRound(id, { lookedAt: now, digestAt });
    return moveLateStarts(change, organization);
  });
}

/** The changes that wait until everybody was told, and of which it is time to tell. */
function toTell({ pendingRules }: Organization, now: number): readonly AnnouncedRule[] {
  const from = now + LONGEST_WARNING_DAYS * DAY_MILLISECONDS;
  return ANNOUNCED_RULES.filter((rule) => {
    const next = pendingRules[rule];
    return next !== undefined && next.toldAt === null && next.bindsFrom <= from;
  });
}

/** If the server was away when it should have told people, a change begins later. */
async function moveLateStarts(change: Change, organization: Organization): Promise<Organization> {
  const late = ANNOUNCED_RULES.flatMap((rule) => {
    const next = organization.pendingRules[rule];
    const moved = next && startInTime(next, change.now);
    return moved && moved !== next ? [[rule, moved] as const] : [];
  });
  return putPending(change, organization, late, 'organization.rule-announced');
}

async function putPending(
  { records, audit }: Change,
  organization: Organization,
  changed: readonly (readonly [AnnouncedRule, PendingRule])[],
  action: 'organization.rule-announced' | 'organization.rule-told',
): Promise<Organization> {
  if (changed.length === 0) return organization;
  const pendingRules = { ...organization.pendingRules, ...Object.fromEntries(changed) };
  const { id, name, policy, termsStricterSince } = organization;
  await records.organizations.setPolicy(id, { policy, termsStricterSince, pendingRules });
  for (const [rule, { value, bindsFrom }] of changed) {
    const facts = { rule, value: JSON.stringify(value), bindsFrom };
    await audit(action, subjectOf('organization', organization, name), facts);
  }
  return { ...organization, pendingRules };
}

async function tellOfOrganization(services: Services, organization: Organization): Promise<void> {
  const now = services.clock.now();
  const { read } = services.store;
  const digest = new StopDigest(now, now + LONGEST_WARNING_DAYS * DAY_MILLISECONDS);
  for await (const found of stopsOfRules(read, organization, now)) {
    for (const { token, stop } of found) digest.addToken(stop, token.holder);
    const stopping = found.map(({ token, stop }) => {
      return { rule: stop.rule, subjectId: token.id, holderId: token.ownerId, line: stopLine(token, stop), stop };
    });
    await tellHolders(services, organization, stopping);
  }
  const passwords = await passwordsStopping(services, organization, now);
  for (const { stop } of passwords) digest.addPassword(stop.at);
  for (let start = 0; start < passwords.length; start += ASKED_AT_ONCE) {
    await tellHolders(services, organization, passwords.slice(start, start + ASKED_AT_ONCE));
  }
  await endRound(services, organization, digest);
}

/** Those that a change stops, and those whose exemption ends. */
async function passwordsStopping(
  { store: { read } }: Services,
  organization: Organization,
  now: number,
): Promise<readonly Stopping[]> {
  const { policy, pendingRules } = organization;
  const isRefused = !policyAt(policy, pendingRules, now).passwordAtRegistry;
  const next = stillPending(pendingRules, now).passwordAtRegistry;
  if (!isRefused && !next) return [];
  const users = await stoppedPasswords(read, organization, isRefused ? 0 : (next?.bindsFrom ?? 0), now);
  return users.map(({ id, stopsAt }) => {
    const stop = { at: stopsAt, seconds: 0, recurs: false };
    return { rule: 'passwordAtRegistry', subjectId: id, holderId: id, line: null, stop };
  });
}

async function tellHolders(
  services: Services,
  organization: Organization,
  stopping: readonly Stopping[],
): Promise<void> {
  const due = await dueOf(services.store.read.toldStops, organization, stopping, services.clock.now());
  for (let start = 0; start < due.length; start += TOLD_AT_ONCE) {
    const some = due.slice(start, start + TOLD_AT_ONCE);
    await transact(services, OPERATOR, async (change) => {
      const { records, now } = change;
      // What another server told meanwhile is not told again.
      if (!(await records.organizations.lock(organization.id))) return;
      const again = await dueOf(records.toldStops, organization, some, now);
      const isNew = await records.toldStops.putNew(again.map((one) => ({ ...keptOf(organization, one), toldAt: now })));
      for (const theirs of Map.groupBy(again.filter(isNew), ({ holderId }) => holderId).values()) {
        await tellHolder(change, organization, theirs);
      }
    });
  }
}

type Due = Stopping & { readonly days: number };

async function dueOf(
  toldStops: Pick<Services['store']['read']['toldStops'], 'among'>,
  { id }: Organization,
  stopping: readonly Stopping[],
  now: number,
): Promise<readonly Due[]> {
  const ids = new Set(stopping.map(({ subjectId }) => subjectId));
  const told = await toldStops.among(id, [...ids]);
  return stopping.flatMap((one) => {
    const days = dueStopWarning(one.stop, told(one), now);
    return days === undefined ? [] : [{ ...one, days }];
  });
}

function keptOf({ id }: Organization, { rule, subjectId, stop, days }: Due): Omit<KeptToldStop, 'toldAt'> {
  return { organizationId: id, rule, subjectId, stopsAt: stop.at, days };
}

async function tellHolder(
  { records, notify }: Change,
  { id, name: organization }: Organization,
  theirs: readonly Due[],
): Promise<void> {
  const [first] = theirs;
  if (!first) return;
  const isOwn = first.holderId === id;
  const accounts = isOwn ? (await records.organizations.owners(id)).map((owner) => owner.id) : [first.holderId];
  const lines = theirs.flatMap(({ line }) => line ?? []);
  const more = lines.length > LISTED ? [`and ${lines.length - LISTED} more`] : [];
  const tokens = [...lines.slice(0, LISTED), ...more];
  if (tokens.length > 0) await notify('tokens-will-stop', { accounts }, { organization, tokens, isOwn });
  for (const { line, stop } of theirs) {
    if (line === null) await notify('password-will-stop', { accounts }, { organization, stopsAt: stop.at });
  }
}

/** Everybody was told: a change may bind on its date. Owners have one mail a day, if a holder was told since. */
async function endRound(services: Services, told: Organization, digest: StopDigest): Promise<void> {
  await transact(services, OPERATOR, async (change) => {
    const { records, now, notify } = change;
    const organization = await records.organizations.lock(told.id);
    if (!organization) return;
    const done = toTell(told, now).flatMap((rule) => {
      const next = organization.pendingRules[rule];
      // Another change may have taken its place meanwhile.
      const isSame = next !== undefined && JSON.stringify(next) === JSON.stringify(told.pendingRules[rule]);
      return isSame ? [[rule, { ...next, toldAt: now }] as const] : [];
    });
    await putPending(change, organization, done, 'organization.rule-told');
    const { lookedAt, digestAt } = await records.toldStops.round(told.id);
    if (digestAt > now - DAY_MILLISECONDS || !(await records.toldStops.isFresh(told.id, digestAt))) return;
    const stops = digest.lines();
    if (stops.length === 0) return;
    const accounts = (await records.organizations.owners(told.id)).map(({ id }) => id);
    await notify('stops-ahead', { accounts }, { organization: told.name, stops });
    await records.toldStops.putRound(told.id, { lookedAt, digestAt: now });
  });
}
