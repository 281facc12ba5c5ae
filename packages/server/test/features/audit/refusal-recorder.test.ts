import { randomBytes, randomUUID } from 'node:crypto';
import type { AuditEvent } from '@lanyard/core/audit/audit-event';
import { describe, expect, it } from 'vitest';
import { createRefusalRecorder } from '../../../src/features/audit/refusal-recorder.ts';
import type { Refusal } from '../../../src/services.ts';
import type { Store } from '../../../src/store/store.ts';

const REFUSAL: Refusal = {
  action: 'session.refused',
  subject: { type: 'account', id: 'account-1', name: 'ada', namespace: 'ada' },
  address: '192.0.2.7',
  client: 'curl/8',
  reason: 'invalid-credential',
};

/** A recorder with a database that can be unavailable. */
function world() {
  const events: AuditEvent[] = [];
  const state = { isAway: false, now: 1_764_000_000_000 };
  const transaction = async (work: (records: unknown) => Promise<unknown>) => {
    if (state.isAway) throw new Error('away');
    await work({ audit: { append: async (event: AuditEvent) => void events.push(event) } });
  };
  const recorder = createRefusalRecorder({
    store: { transaction } as unknown as Store,
    clock: { now: () => state.now },
    random: { bytes: (length) => randomBytes(length), uuid: () => randomUUID() },
    logger: { warn: () => undefined },
  });
  return { recorder, events, state };
}

const countOf = (events: readonly AuditEvent[]) =>
  events.reduce((sum, { data }) => sum + ('count' in data ? Number(data.count) : 0), 0);

describe('R14: refused authentications', () => {
  it('become one event with a count and the first and last time, if they are equal', async () => {
    const { recorder, events, state } = world();
    for (let second = 0; second < 5; second += 1) {
      recorder.record(REFUSAL);
      state.now += 1000;
    }
    await recorder.stop();
    const from = new Date(1_764_000_000_000).toISOString();
    const data = { reason: 'invalid-credential', count: 5, from };
    expect(events).toMatchObject([{ action: 'session.refused', namespace: 'ada', at: 1_764_000_004_000, data }]);
  });

  it('become separate events if the account, the address or the reason differs', async () => {
    const { recorder, events } = world();
    recorder.record(REFUSAL);
    recorder.record({ ...REFUSAL, subject: undefined });
    recorder.record({ ...REFUSAL, address: '192.0.2.8' });
    recorder.record({ ...REFUSAL, reason: 'account-disabled' });
    recorder.record({ ...REFUSAL, action: 'token.refused' });
    await recorder.stop();
    expect(events).toHaveLength(5);
    expect(events[1]).toMatchObject({ namespace: null, actor: { type: 'address', id: '192.0.2.7' } });
  });

  it('create few events and are all counted when one stranger tries many names', async () => {
    const { recorder, events } = world();
    for (let tried = 0; tried < 5000; tried += 1) {
      const name = `account-${tried}`;
      recorder.record({ ...REFUSAL, subject: { type: 'account', id: name, name, namespace: name } });
    }
    await recorder.stop();
    expect(events.length).toBeLessThanOrEqual(6);
    expect(countOf(events)).toBe(5000);
  });

  it('create few events and are all counted when they come from many addresses', async () => {
    const { recorder, events } = world();
    for (let tried = 0; tried < 5000; tried += 1) {
      const address = `198.51.${tried % 100}.${Math.floor(tried / 100)}`;
      const name = `account-${tried % 700}`;
      recorder.record({ ...REFUSAL, address, subject: { type: 'account', id: name, name, namespace: name } });
      recorder.record({ ...REFUSAL, address, subject: undefined, action: 'token.refused' });
    }
    await recorder.stop();
    expect(events.length).toBeLessThanOrEqual(62);
    expect(countOf(events)).toBe(10_000);
  });

  it('wait while the database is unavailable, create no more events than usual, and are all counted', async () => {
    const { recorder, events, state } = world();
    state.isAway = true;
    for (let minute = 0; minute < 20; minute += 1) {
      for (let tried = 0; tried < 200; tried += 1) recorder.record({ ...REFUSAL, address: `192.0.${minute}.${tried}` });
      await recorder.flush();
    }
    state.isAway = false;
    await recorder.stop();
    expect(events.length).toBeLessThanOrEqual(62);
    expect(countOf(events)).toBe(4000);
  });
});
