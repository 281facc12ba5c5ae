import { randomUUID } from 'node:crypto';
import type { Notice } from '@lanyard/server/store/records/notices/notices';
import type { Lanyard } from './start-lanyard.ts';

/** This many notices about a changed password for each account, as if each had just been changed. */
export function existingNotices({ services, clock }: Lanyard, accountIds: readonly string[], count = 1): Promise<void> {
  const now = clock.now();
  const fresh = { kind: 'password-changed', recipientType: 'account', createdAt: now, dueAt: now } as const;
  const more = { facts: { address: '192.0.2.1' }, attempts: 0, isPrepared: false };
  const notices: Notice[] = accountIds.flatMap((recipient) =>
    Array.from({ length: count }, () => ({ ...fresh, ...more, id: randomUUID(), recipient })),
  );
  return services.store.transaction((records) => records.notices.insert(notices));
}

/** What waits in the outbox, in the form of the database. */
export async function outboxText({ services }: Lanyard): Promise<string> {
  const far = services.clock.now() + 1_000_000_000;
  const waiting: Notice[] = [];
  // The transaction fails on purpose, so that its claim has no effect.
  await services.store
    .transaction(async ({ notices }) => {
      waiting.push(...(await notices.claim(far, far, 1000)));
      throw new Error('seen');
    })
    .catch((error: Error) => {
      if (error.message !== 'seen') throw error;
    });
  return JSON.stringify(waiting);
}
