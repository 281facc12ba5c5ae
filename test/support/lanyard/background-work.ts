import type { Secret } from '@lanyard/core/secret';
import { removeOldRows } from '@lanyard/server/app/run-housekeeping';
import { tellWaiting } from '@lanyard/server/features/access-review/tell-waiting';
import { issueSetupCode } from '@lanyard/server/features/accounts/setup';
import { endStaleCommandLines } from '@lanyard/server/features/command-lines/command-lines';
import { lookUpNextHint, walkSome } from '@lanyard/server/features/images/read-registries';
import { endOldExemptions } from '@lanyard/server/features/lifetimes/exemptions';
import { tellStops } from '@lanyard/server/features/lifetimes/tell-stops';
import { tellExpiry } from '@lanyard/server/features/notices/tell-expiry';
import { bindDueRules } from '@lanyard/server/features/organizations/bind-rules';
import { testGates } from '@lanyard/server/features/registries/test-gates';
import { workOnReviews } from '@lanyard/server/features/reviews/work-on-reviews';
import { endOldAcceptances } from '@lanyard/server/features/scans/accept-finding';
import { recheckIdentities } from '@lanyard/server/features/single-sign-on/recheck-identities';
import { vi } from 'vitest';
import type { Lanyard } from './start-lanyard.ts';

// Work that the server does by itself, at a time that a test chooses. No request shows when it is done.

/** Waits until every use of a credential is recorded. The server writes them in batches. */
export function usesWritten({ services }: Lanyard): Promise<void> {
  return services.usage.flush();
}

/** Waits until every request that passed the gate is recorded. */
export function passagesWritten({ services }: Lanyard): Promise<void> {
  return services.passages.flush();
}

/**
 * Runs what the server does every two seconds: looks up the hints of events, and what a walk over the registries finds.
 */
export async function imagesLookedUp({ services }: Lanyard): Promise<void> {
  while (await lookUpNextHint(services));
  while (await walkSome(services));
}

/** As another server would: continues the walks over registries that are due. Returns false if none was. */
export function walkedSome({ services }: Lanyard): Promise<boolean> {
  return walkSome(services);
}

/** Waits until no mail is due or being sent. */
export async function mailsSent({ services }: Lanyard): Promise<void> {
  await services.outbox.idle();
}

/** Runs what the server does once a minute: asks the providers about the people whom they signed in. */
export function recheckIdentitiesNow({ services }: Lanyard): ReturnType<typeof recheckIdentities> {
  return recheckIdentities(services);
}

/** Runs what the server does once a minute: removes the sign-ins of command lines that have expired. */
export async function endStaleCommandLinesNow({ services }: Lanyard): Promise<void> {
  await endStaleCommandLines(services);
}

/** Runs what the server does once a minute: removes expired counters. */
export async function removeExpiredCountersNow({ services }: Lanyard): Promise<void> {
  await removeOldRows(services, 90);
}

/** Runs what the server does once a minute: removes old rows, with uses kept for 400 days. */
export async function oldRowsRemoved({ services }: Lanyard): Promise<void> {
  await removeOldRows(services, 400);
}

/** Runs what the server does once a minute: warns the owners of access tokens that expire soon. */
export async function expiryToldNow({ services }: Lanyard): Promise<void> {
  await tellExpiry(services);
}

/** Runs what the server does once a minute: tells owners about the tokens that wait for their approval. */
export async function waitingToldNow({ services }: Lanyard): Promise<void> {
  await tellWaiting(services);
}

/** Runs what the server does once a minute: tells holders and owners what the rules of organizations will stop. */
export async function stopsToldNow({ services }: Lanyard): Promise<void> {
  await tellStops(services);
}

/** Runs what the server does once a minute: removes exemptions that are over. */
export async function exemptionsEndedNow({ services }: Lanyard): Promise<void> {
  await endOldExemptions(services);
}

/** Runs what the server does once a minute: ends the acceptances of findings that are over. */
export async function acceptancesEndedNow({ services }: Lanyard): Promise<void> {
  await endOldAcceptances(services);
}

/** Runs what the server does once a minute: makes announced rules a part of the policy on their date. */
export async function rulesBoundNow({ services }: Lanyard): Promise<void> {
  await bindDueRules(services);
}

/** Runs what the server does once a minute: tests gates whose last test was ten minutes ago. */
export async function gatesTestedNow({ services }: Lanyard): Promise<void> {
  await testGates(services);
}

/** Runs what the server does every few seconds: reads the registries that another server created. */
export async function registriesReadNow({ services }: Lanyard): Promise<void> {
  await services.registryTokens.refresh();
}

/** The code that the program prints when it starts. Undefined if there is an administrator. */
export async function setupCodeOfStart({ services }: Lanyard): Promise<string | undefined> {
  const code: Secret | undefined = await issueSetupCode(services);
  return code?.reveal();
}

/** How many times the server compares a password with a hash, real or not, while `work` runs. */
export async function passwordChecksDuring({ services }: Lanyard, work: () => Promise<unknown>): Promise<number> {
  const verify = vi.spyOn(services.passwords, 'verify');
  try {
    await work();
    return verify.mock.calls.length;
  } finally {
    verify.mockRestore();
  }
}

/** Delays the next look-up of an e-mail address until `work` has ended. It then finds nothing. */
export async function withSlowEmailLookUp(lanyard: Lanyard, work: () => Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const lookUp = vi.spyOn(lanyard.services.store.read.accounts, 'byEmail').mockReturnValueOnce(promise);
  try {
    await work();
    resolve(undefined);
    await mailsSent(lanyard);
    if (lookUp.mock.calls.length !== 1) throw new Error(`there were ${lookUp.mock.calls.length} look-ups`);
  } finally {
    lookUp.mockRestore();
  }
}

/**
 * How many transactions count a failure or add an event while `work` runs. The server writes other things by itself, at
 * any time.
 */
export async function writesDuring({ services }: Lanyard, work: () => Promise<unknown>): Promise<number> {
  let writes = 0;
  const { store } = services;
  const plain = store.transaction;
  const transaction = vi.spyOn(store, 'transaction').mockImplementation((change) =>
    plain((records) => {
      let counts = false;
      const noted: typeof records = new Proxy(records, {
        get: (target, subject) => {
          const queries = Reflect.get(target, subject, target);
          if (subject === 'counters') counts = true;
          if (subject !== 'audit') return queries;
          const append: typeof records.audit.append = (event) => {
            counts = true;
            return records.audit.append(event);
          };
          return { ...records.audit, append };
        },
      });
      return change(noted).finally(() => {
        if (counts) writes += 1;
      });
    }),
  );
  try {
    await work();
    return writes;
  } finally {
    transaction.mockRestore();
  }
}

/** What the server reads from its database while `work` runs: the names of the queries, in order. */
export async function readsDuring({ services }: Lanyard, work: () => Promise<unknown>): Promise<readonly string[]> {
  const asked: string[] = [];
  const spies = Object.entries(services.store.read).flatMap(([subject, queries]) =>
    Object.entries(queries as Record<string, () => unknown>).map(([query, ask]) =>
      vi.spyOn(queries as Record<string, () => unknown>, query).mockImplementation((...given) => {
        asked.push(`${subject}.${query}`);
        return ask(...given);
      }),
    ),
  );
  try {
    await work();
    return asked;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** As once a minute: lists, reminds, closes and signs what is due of all reviews. */
export async function reviewsWorkedOn({ services }: Lanyard): Promise<void> {
  await workOnReviews(services);
}
