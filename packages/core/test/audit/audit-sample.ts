import { createHash, createHmac } from 'node:crypto';
import {
  type AuditHead,
  type AuditMac,
  type ChainedAuditEvent,
  chainEvent,
  EMPTY_HEAD,
} from '../../src/audit/audit-chain.ts';
import { AUDIT_ACTION_NAMES, type AuditEvent } from '../../src/audit/audit-event.ts';

/** An event with a value in every field. */
export function auditEvent(number: number): AuditEvent {
  return {
    id: `evt_${number}`,
    at: 1_764_000_000_000 + number,
    action: AUDIT_ACTION_NAMES[number % AUDIT_ACTION_NAMES.length] ?? 'token.created',
    actor: { type: 'account', id: `acc_${number % 3}`, name: 'ada' },
    subject: { type: 'token', id: `tok_${number}`, name: 'Büro "CI"\n' },
    namespace: number % 4 === 0 ? null : 'acme',
    address: '192.0.2.7',
    client: 'docker/28.5.2',
    data: { expiresAt: null, days: 30, automatic: number % 2 === 0, grants: ['acme/*: pull', 'acme/app: push'] },
  };
}

export function macWith(key: string): AuditMac {
  return (record) => createHmac('sha256', key).update(record).digest('hex');
}

/** Made with the key that the tests verify with. */
export const MAC = macWith('the key of the log');

export function chainOf(
  events: readonly AuditEvent[],
  start: AuditHead = EMPTY_HEAD,
  mac: AuditMac = MAC,
): readonly ChainedAuditEvent[] {
  const chain: ChainedAuditEvent[] = [];
  for (const event of events) chain.push(chainEvent(mac, chain.at(-1) ?? start, event));
  return chain;
}

/** A chain from before the log had a key, which anybody can compute. */
export function unkeyedChainOf(
  events: readonly AuditEvent[],
  start: AuditHead = EMPTY_HEAD,
): readonly ChainedAuditEvent[] {
  const chain: ChainedAuditEvent[] = [];
  for (const event of events) {
    const before = chain.at(-1) ?? start;
    const hash: AuditMac = (record) => createHash('sha256').update(record).digest('hex');
    const keyed = chainEvent(hash, before, event);
    chain.push({ ...keyed, digest: keyed.digest.replace('hmac-', '') });
  }
  return chain;
}

export function sampleChain(length: number): readonly ChainedAuditEvent[] {
  return chainOf(Array.from({ length }, (_, index) => auditEvent(index + 1)));
}

export function headOf(chain: readonly ChainedAuditEvent[]): AuditHead {
  const { sequence, digest } = chain.at(-1) ?? EMPTY_HEAD;
  return { sequence, digest };
}
