import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import { SESSION_ABSOLUTE_SECONDS, SESSION_IDLE_SECONDS } from '../features/access/authenticate.ts';
import { OPERATOR } from '../features/access/caller.ts';
import { subjectOf, transact } from '../features/access/change.ts';
import { tellWaiting } from '../features/access-review/tell-waiting.ts';
import { endStaleCommandLines } from '../features/command-lines/command-lines.ts';
import { endOldExemptions } from '../features/lifetimes/exemptions.ts';
import { tellStops } from '../features/lifetimes/tell-stops.ts';
import { tellExpiry } from '../features/notices/tell-expiry.ts';
import { bindDueRules } from '../features/organizations/bind-rules.ts';
import { testGates } from '../features/registries/test-gates.ts';
import { workOnReviews } from '../features/reviews/work-on-reviews.ts';
import { endOldAcceptances } from '../features/scans/accept-finding.ts';
import { recheckIdentities } from '../features/single-sign-on/recheck-identities.ts';
import type { Services } from '../services.ts';
import type { Records } from '../store/store.ts';

const INTERVAL_MILLISECONDS = 60_000;
/** Small enough that SQLite's only writer is free again within some milliseconds. */
const ROWS_AT_ONCE = 100;
/** The limit for one line of the log. */
const PEOPLE_NAMED = 20;

export interface HousekeepingOptions {
  readonly logger: Pick<Logger, 'warn'>;
  /** How long the uses of tokens are kept. */
  readonly usageDays: number;
}

/**
 * Once a minute, removes everything that has ended. Returns a function that stops it. Two nodes may run it at once,
 * because each row is removed only once.
 */
export function runHousekeeping(services: Services, { logger, usageDays }: HousekeepingOptions): () => void {
  let isRunning = false;
  const round = async () => {
    // The first round after a long time can take longer than a minute.
    if (isRunning) return;
    isRunning = true;
    try {
      await endStaleCommandLines(services);
      await removeOldRows(services, usageDays);
      await tellExpiry(services);
      await endOldExemptions(services);
      await endOldAcceptances(services);
      await tellStops(services);
      await bindDueRules(services);
      await tellWaiting(services);
      await recheck(services, logger);
      await testGates(services);
      // Last, because a review of many tokens takes its time.
      await workOnReviews(services);
    } catch (error) {
      const cause = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      logger.warn({ cause }, 'housekeeping failed; it is tried again');
    } finally {
      isRunning = false;
    }
  };
  const timer = setInterval(() => void round(), INTERVAL_MILLISECONDS);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Faults of providers are logged and stop nothing. If many people fail, the line names only some, because it would be
 * too long.
 */
async function recheck(services: Services, logger: Pick<Logger, 'warn'>): Promise<void> {
  const { reports } = await recheckIdentities(services);
  for (const { organization, provider, isOutage, failed, ended } of reports) {
    const said = { organization, provider, isOutage };
    const some = (people: typeof failed) => ({ people: people.slice(0, PEOPLE_NAMED), count: people.length });
    if (failed.length > 0)
      logger.warn(
        { ...said, ...some(failed) },
        'an identity provider did not confirm people; it is asked again in a minute',
      );
    if (ended.length > 0)
      logger.warn({ ...said, ...some(ended) }, 'an identity provider refuses people; they are signed out');
  }
}

/** A declined invitation is kept while it prevents the inviter from inviting again. */
const INVITATION_KEPT_MILLISECONDS = 30 * 86_400_000;

/** How long it is kept what people were told about something that has stopped. */
const STOPPED_KEPT_MILLISECONDS = 7 * 86_400_000;

/** After this time, the requests that passed the gate are only counted by day. */
const PASSAGE_KEPT_MILLISECONDS = 90 * 86_400_000;
/** How long the log of webhook deliveries is kept. */
const DELIVERIES_KEPT_MILLISECONDS = 30 * 86_400_000;

const DAY_MILLISECONDS = 86_400_000;

/** Removes rows in small batches, so that nobody waits long for the only writer, however many rows there are. */
export async function removeOldRows(services: Services, usageDays: number): Promise<void> {
  const { clock, store } = services;
  const now = clock.now();
  const limit = ROWS_AT_ONCE;
  const stale = {
    now,
    createdBefore: now - SESSION_ABSOLUTE_SECONDS * 1000,
    lastSeenBefore: now - SESSION_IDLE_SECONDS * 1000,
    limit,
  };
  const removals: readonly ((records: Records) => Promise<number>)[] = [
    ({ sessions }) => sessions.deleteStale(stale),
    ({ passwordResets }) => passwordResets.deleteExpired(now, limit),
    ({ flowStates }) => flowStates.deleteExpired(now, limit),
    ({ deviceCodes }) => deviceCodes.deleteExpired(now, limit),
    ({ counters }) => counters.deleteExpired(now, limit),
    ({ invitations }) => invitations.deleteExpired(now - INVITATION_KEPT_MILLISECONDS, limit),
    ({ deliveries }) => deliveries.deleteOver(now - DELIVERIES_KEPT_MILLISECONDS, limit),
    ({ toldStops }) => toldStops.deleteBefore(now - STOPPED_KEPT_MILLISECONDS, limit),
    ({ tagClaims }) => tagClaims.deleteExpired(now, limit),
    ({ passages }) => passages.fold(now - PASSAGE_KEPT_MILLISECONDS, limit),
  ];
  for (const removal of removals) while ((await store.transaction(removal)) === limit) await setImmediate();
  await purgeUses(services, usageDays);
}

/**
 * Removes the uses of whole days, so once a day. The first batch that removes something also writes the event: neither
 * is there without the other.
 */
async function purgeUses(services: Services, usageDays: number): Promise<void> {
  const now = services.clock.now();
  const before = now - (now % DAY_MILLISECONDS) - (usageDays - 1) * DAY_MILLISECONDS;
  const limit = ROWS_AT_ONCE;
  const removals: readonly ((records: Records) => Promise<number>)[] = [
    ({ usage }) => usage.deleteBefore(before, limit),
    ({ usage }) => usage.deleteOfDeletedTokens(before, limit),
    ({ passwordUses }) => passwordUses.deleteBefore(before, limit),
    ({ passages }) => passages.deleteDaysBefore(before, limit),
  ];
  const server = subjectOf('operator', { id: 'server', name: 'server' }, null);
  let isTold = false;
  for (const removal of removals) {
    const removeSome = () =>
      transact(services, OPERATOR, async ({ records, audit }) => {
        const count = await removal(records);
        if (count > 0 && !isTold) await audit('usage.purged', server, { before });
        return count;
      });
    for (let count = limit; count === limit; await setImmediate()) {
      count = await removeSome();
      isTold ||= count > 0;
    }
  }
}
