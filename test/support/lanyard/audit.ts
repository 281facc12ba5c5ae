import type { ChainedAuditEvent } from '@lanyard/core/audit/audit-chain';
import type { Lanyard } from './start-lanyard.ts';

/** The events that `work` leaves, in their order. */
export async function eventsOf(
  { services }: Lanyard,
  work: () => Promise<unknown>,
): Promise<readonly ChainedAuditEvent[]> {
  const { audit } = services.store.read;
  const { sequence } = await audit.head();
  await work();
  return audit.after(sequence, 100);
}

/** The same as `actor action subject` of each. */
export async function trailOf(lanyard: Lanyard, work: () => Promise<unknown>): Promise<readonly string[]> {
  const events = await eventsOf(lanyard, work);
  return events.map(({ actor, action, subject }) => `${actor.name} ${action} ${subject.name}`);
}
