import type { Logger } from 'pino';
import { SESSION_ABSOLUTE_SECONDS, SESSION_IDLE_SECONDS } from '../features/access/authenticate.ts';

import { endStaleCommandLines } from '../features/command-lines/command-lines.ts';
import { recheckIdentities } from '../features/single-sign-on/recheck-identities.ts';
import type { Services } from '../services.ts';

const INTERVAL_MILLISECONDS = 60_000;

/** Removes what has ended by itself, once a minute; returns what stops it. Two nodes may both do it: each row goes once. */
export function runHousekeeping(services: Services, logger: Pick<Logger, 'warn'>): () => void {
  const round = async () => {
    try {
      await endStaleCommandLines(services);
      await removeStaleSessions(services);
      await removeExpiredResets(services);
      await removeExpiredFlows(services);
      await recheck(services, logger);
    } catch {
      logger.warn('housekeeping failed; it is tried again');
    }
  };
  const timer = setInterval(() => void round(), INTERVAL_MILLISECONDS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Faults of providers are logged, and stop nothing. */
async function recheck(services: Services, logger: Pick<Logger, 'warn'>): Promise<void> {
  const { failed, ended } = await recheckIdentities(services);
  if (failed > 0)
    logger.warn({ failed }, 'identity providers did not answer a re-check; they are asked again in a minute');
  if (ended > 0) logger.warn({ ended }, 'identity providers no longer know these people; they are signed out');
}

function removeExpiredFlows({ clock, store }: Services): Promise<void> {
  return store.transaction(({ flowStates }) => flowStates.deleteExpired(clock.now()));
}

function removeExpiredResets({ clock, store }: Services): Promise<void> {
  return store.transaction(({ passwordResets }) => passwordResets.deleteExpired(clock.now()));
}

function removeStaleSessions({ clock, store }: Services): Promise<void> {
  const now = clock.now();
  const createdBefore = now - SESSION_ABSOLUTE_SECONDS * 1000;
  const lastSeenBefore = now - SESSION_IDLE_SECONDS * 1000;
  return store.transaction(({ sessions }) => sessions.deleteStale(now, createdBefore, lastSeenBefore));
}
