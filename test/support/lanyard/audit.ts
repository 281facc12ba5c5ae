import { randomUUID } from 'node:crypto';
import type { AuditMac, ChainedAuditEvent } from '@lanyard/core/audit/audit-chain';
import type { Records } from '@lanyard/server/store/store';
import { vi } from 'vitest';
import type { Lanyard } from './start-lanyard.ts';

/** The events of `work`, in their order. Events of refusals, which the server writes once a minute, come last. */
export async function eventsOf(
  { services }: Lanyard,
  work: () => Promise<unknown>,
): Promise<readonly ChainedAuditEvent[]> {
  const { audit } = services.store.read;
  await services.refusals.flush();
  const { sequence } = await audit.head();
  await work();
  await services.refusals.flush();
  return audit.after(sequence, 100);
}

/** The same events as `actor action subject`. */
export async function trailOf(lanyard: Lanyard, work: () => Promise<unknown>): Promise<readonly string[]> {
  const events = await eventsOf(lanyard, work);
  return events.map(({ actor, action, subject }) => `${actor.name} ${action} ${subject.name}`);
}

export type AuditHead = Awaited<ReturnType<Lanyard['services']['store']['read']['audit']['head']>>;

/** The last event and its digest, with which an export of all events must end. */
export function auditHead({ services }: Lanyard): Promise<AuditHead> {
  return services.store.read.audit.head();
}

/** Checks the digests of exported events. It needs the key, which no request returns. */
export function auditMac({ services }: Lanyard): AuditMac {
  return services.auditMac;
}

/**
 * Writes data from before the test, without the use cases. The store refuses a change without an event, so an event of
 * the operator is added. It is in no namespace's log.
 */
export function writeExisting({ services }: Lanyard, work: (records: Records) => Promise<unknown>): Promise<void> {
  const operator = { type: 'operator', id: 'operator', name: 'operator' } as const;
  const place = { address: '', client: 'test', at: services.clock.now(), namespace: null };
  const event = { action: 'account.created', actor: operator, subject: operator, ...place, data: {} } as const;
  return services.store.transaction(async (records) => {
    await work(records);
    await records.audit.append({ ...event, id: randomUUID() });
  });
}

const EVENTS_AT_ONCE = 1000;

/**
 * Adds this many events of the account, in its own log or in another namespace's, without the requests that cause them.
 */
export async function existingEvents(
  { services, clock }: Lanyard,
  account: { readonly id: string; readonly name: string },
  count: number,
  namespace = account.name,
): Promise<void> {
  const party = { type: 'account', id: account.id, name: account.name } as const;
  const place = { address: '192.0.2.1', client: 'test', at: clock.now(), namespace };
  const event = { action: 'session.refused', actor: party, subject: party, ...place, data: {} } as const;
  for (let made = 0; made < count; made += EVENTS_AT_ONCE) {
    await services.store.transaction(async ({ audit }) => {
      for (let one = made; one < Math.min(count, made + EVENTS_AT_ONCE); one += 1)
        await audit.append({ ...event, id: randomUUID() });
    });
  }
}

/** Calls `work` after each part of the log that is read during `reading`. Returns how many events each part had. */
export async function afterEachPartRead(
  { services }: Lanyard,
  work: () => Promise<unknown>,
  reading: () => Promise<unknown>,
): Promise<readonly number[]> {
  const { audit } = services.store.read;
  const { after } = audit;
  const sizes: number[] = [];
  const spy = vi.spyOn(audit, 'after').mockImplementation(async (...parameters) => {
    const found = await after(...parameters);
    sizes.push(found.length);
    await work();
    return found;
  });
  try {
    await reading();
    return sizes;
  } finally {
    spy.mockRestore();
  }
}
