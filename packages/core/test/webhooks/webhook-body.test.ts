import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEFT_OUT, webhookBody, webhookText } from '../../src/webhooks/webhook-body.ts';
import { testRuns } from '../test-runs.ts';

const party = (type: 'account' | 'invitation' | 'address', name: string) => ({ type, id: `${type}-1`, name });
const event = (data: Record<string, string | readonly string[] | number>, subject = party('account', 'grace')) => ({
  id: 'event-1',
  at: Date.UTC(2026, 5, 1),
  action: 'member.added' as const,
  actor: party('account', 'ada'),
  subject,
  data,
});

describe('the body of a webhook', () => {
  it('says who did what, as Standard Webhooks and as a CloudEvent', () => {
    const body = webhookBody(event({ role: 'member', kept: 5 }), 'acme');
    const data = {
      event: 'event-1',
      organization: 'acme',
      actor: { type: 'account', id: 'account-1', name: 'ada' },
      subject: { type: 'account', id: 'account-1', name: 'grace' },
      facts: { role: 'member', kept: 5 },
    };
    const at = '2026-06-01T00:00:00.000Z';
    expect(JSON.parse(webhookText('json', 'id-1', body, 'https://tokens.example.com'))).toEqual({
      type: 'member.added',
      timestamp: at,
      data,
    });
    expect(JSON.parse(webhookText('cloudevents', 'id-1', body, 'https://tokens.example.com'))).toEqual({
      specversion: '1.0',
      id: 'id-1',
      source: 'https://tokens.example.com',
      type: 'lanyard.member.added',
      time: at,
      datacontenttype: 'application/json',
      data,
    });
  });

  it('contains no e-mail address and no network address, wherever one is in the event', () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.emailAddress());
    const before = fc.constantFrom('', 'from ', '{"a":"', 'https://', '[');
    const after = fc.constantFrom('', '.', '", more', ':443', '/path', ']');
    fc.assert(
      fc.property(address, before, after, (one, start, end) => {
        const text = `${start}${one}${end}`;
        const subject = party('invitation', one);
        const body = webhookBody(event({ text, list: [text] }, subject), 'acme');
        // A very short address, such as `::`, can also be part of other text, so only longer ones are compared.
        if (one.length > 3) expect(JSON.stringify(body)).not.toContain(one);
        expect(JSON.stringify(body)).toContain(LEFT_OUT);
      }),
      { numRuns: testRuns(500) },
    );
    const from = webhookBody(event({}, party('address', '192.0.2.0/24')), 'acme');
    expect(from.data.subject).toEqual({ type: 'address', id: LEFT_OUT, name: LEFT_OUT });
  });

  it('keeps names, versions and times that only look like addresses', () => {
    const kept = { name: 'acme/app', version: '1.2.3', at: '12:30', time: '2026-06-01T00:00:00.000Z', ip: 'a.b.c.d' };
    expect(webhookBody(event(kept), 'acme').data.facts).toEqual(kept);
  });
});
