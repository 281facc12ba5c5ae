import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ChainedAuditEvent,
  chainEvent,
  EMPTY_HEAD,
  findAuditBreak,
  isKeyed,
} from '../../src/audit/audit-chain.ts';
import type { AuditEvent } from '../../src/audit/audit-event.ts';
import { auditEvent, chainOf, headOf, MAC, sampleChain, unkeyedChainOf } from './audit-sample.ts';

const anyText = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 8 });
const anyValue = fc.oneof(anyText, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
const anyData = fc.dictionary(anyText, fc.oneof(anyValue, fc.constant(null), fc.array(anyText, { maxLength: 3 })));
const anyEvents = fc.array(
  fc.record({ client: anyText, name: anyText, address: anyText, namespace: fc.option(anyText), data: anyData }).map(
    ({ name, ...fields }, ..._rest): AuditEvent => ({
      ...auditEvent(1),
      ...fields,
      subject: { ...auditEvent(1).subject, name },
    }),
  ),
  { maxLength: 6 },
);

describe('R13: an untouched chain', () => {
  it('has no break with any events, also when checked from or up to a checkpoint', () => {
    const property = fc.property(anyEvents, fc.nat(), (events, split) => {
      const chain = chainOf(events);
      const middle = chain.slice(0, chain.length === 0 ? 0 : split % chain.length);
      const rest = chain.slice(middle.length);
      expect(findAuditBreak(MAC, chain)).toBeUndefined();
      expect(findAuditBreak(MAC, chain, { end: headOf(chain) })).toBeUndefined();
      expect(findAuditBreak(MAC, chain, { end: headOf(middle) })).toBeUndefined();
      expect(findAuditBreak(MAC, rest, { start: headOf(middle), end: headOf(chain) })).toBeUndefined();
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('has no break after a database stored it: text as UTF-8 without NUL, data as JSON with keys in any order', () => {
    const property = fc.property(anyEvents, (events) => {
      expect(findAuditBreak(MAC, chainOf(events).map(asStored))).toBeUndefined();
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('numbers its events from 1 without gaps, and each event names the digest of the previous one', () => {
    const chain = sampleChain(3);
    expect(chain.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(chain.map(({ previousDigest }) => previousDigest)).toEqual([
      '0'.repeat(64),
      ...chain.slice(0, 2).map(({ digest }) => digest),
    ]);
  });

  it('has the same digests as chains that exist already, without a key and with one', () => {
    const first: AuditEvent = {
      ...{ id: 'evt_1', at: 1764000000000, action: 'token.created', namespace: 'ada', address: '192.0.2.7' },
      ...{ client: 'docker/28.5.2', actor: { type: 'account', id: 'acc_1', name: 'ada' } },
      subject: { type: 'token', id: 'tok_1', name: 'Büro "CI"\n' },
      data: { expiresAt: null, days: 30, grants: ['acme/*: pull', 'acme/app: push'], auto: false },
    };
    const second: AuditEvent = { ...first, id: 'evt_2', action: 'token.deleted', namespace: null, data: {} };
    const unkeyed = unkeyedChainOf([first, second]);
    expect(unkeyed.map(({ digest }) => digest)).toEqual([
      'bb84d1d087a49f6e3e13c6132210faea9887910b414ab81dee7d2935f6404e84',
      '25dc48df7a5f9c16a95a7d68bd39b99bf4450174096ff3781da558b55c37cd6c',
    ]);
    expect(findAuditBreak(MAC, unkeyed)).toBeUndefined();
    const [keyed] = chainOf([first]);
    expect(keyed?.digest).toBe('hmac-366e079af8ba987a3a1b9f655e4738327cbe584b9a0c424e7ba4e3dfbfd3a0a0');
  });

  it('continues events from before the log had a key, and the first event with a key covers them', () => {
    const before = unkeyedChainOf([auditEvent(1), auditEvent(2)]);
    const chain = [...before, ...chainOf([auditEvent(3)], headOf(before))];
    expect(chain.map(isKeyed)).toEqual([false, false, true]);
    expect(findAuditBreak(MAC, chain)).toBeUndefined();
    const rewritten = unkeyedChainOf([{ ...auditEvent(1), address: '203.0.113.9' }, auditEvent(2)]);
    expect(findAuditBreak(MAC, rewritten)).toBeUndefined();
    const [third] = chain.slice(2);
    if (!third) throw new Error('the chain has no third event');
    expect(findAuditBreak(MAC, [...rewritten, third])).toMatchObject({ sequence: 3 });
    const joined = { ...third, previousDigest: headOf(rewritten).digest };
    expect(findAuditBreak(MAC, [...rewritten, joined])).toEqual({ sequence: 3, reason: 'was changed' });
  });
});

describe('R13: the digest is canonical', () => {
  it('does not depend on the order of keys in data', () => {
    const property = fc.property(anyData, (data) => {
      const backwards = Object.fromEntries(Object.entries(data).reverse());
      expect(digestOf({ ...auditEvent(1), data: backwards })).toBe(digestOf({ ...auditEvent(1), data }));
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('differs for events that differ only a little', () => {
    const datas: readonly AuditEvent['data'][] = [
      {},
      { a: null },
      { a: '' },
      { a: 'null' },
      { a: 0 },
      { a: '0' },
      { a: false },
      { a: [] },
      { a: [''] },
      { a: ['b', 'c'] },
      { a: ['c', 'b'] },
      { a: ['b,c'] },
      { a: 'b', c: 'd' },
      { a: 'b","c":"d' },
      { a: 'c', b: 'd' },
      JSON.parse('{"__proto__":"b"}'),
    ];
    const moved: readonly Partial<AuditEvent>[] = [
      { address: '1', client: '23' },
      { address: '12', client: '3' },
      { namespace: null },
      { namespace: 'null' },
      { namespace: '' },
      { actor: auditEvent(1).subject, subject: auditEvent(1).actor },
    ];
    const events = [...datas.map((data) => ({ data })), ...moved].map((change) => ({ ...auditEvent(1), ...change }));
    expect(new Set(events.map(digestOf)).size).toBe(events.length);
  });
});

function digestOf(event: AuditEvent): string {
  return chainEvent(MAC, EMPTY_HEAD, event).digest;
}

/** The event as it is read back from columns of text and JSON. */
function asStored(event: ChainedAuditEvent): ChainedAuditEvent {
  const keys = Object.keys(event.data).sort().reverse();
  const data = JSON.parse(JSON.stringify(event.data, (_key, value) => value));
  return {
    ...event,
    namespace: event.namespace === null ? null : column(event.namespace),
    address: column(event.address),
    client: column(event.client),
    subject: { ...event.subject, name: column(event.subject.name) },
    data: Object.fromEntries(keys.map((key) => [key, data[key]])),
  };
}

function column(text: string): string {
  if (text.includes('\0')) throw new Error('PostgreSQL keeps no NUL');
  return Buffer.from(text, 'utf8').toString('utf8');
}
