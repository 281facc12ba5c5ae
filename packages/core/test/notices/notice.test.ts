import { describe, expect, it } from 'vitest';
import { mailWords, NOTICE_KINDS, type NoticeKind, noticeOf } from '../../src/notices/notice.ts';
import type { NoticeFacts } from '../../src/notices/notice-declaration.ts';
import { Secret } from '../../src/secret.ts';

const ANY: NoticeFacts = {
  address: '192.0.2.7',
  after: 'ada@acme.example',
  before: 'ada@example.com',
  by: 'the administrator root',
  isAdministrator: true,
  reason: 'its secret was in a public repository',
  cause: 'it answers with an error (status 500)',
  commandLine: 'docker on laptop',
  count: 1,
  countsFrom: Date.UTC(2026, 6, 1),
  days: 7,
  email: 'ada@example.com',
  severity: 'critical',
  finding: 'Test.Eicar in opt/tool',
  digest: `sha256:${'ab'.repeat(32)}`,
  images: ['acme/app'],
  inviter: 'owner',
  isQuarantined: true,
  isDisabled: false,
  hasScimToken: true,
  webhooks: ['https://hooks.example.com'],
  isOwner: true,
  holders: ['grace: 2 tokens'],
  issuer: 'https://idp.acme.example',
  maker: 'bob',
  organization: 'acme',
  origin: 'https://hooks.example.com',
  owner: 'acme',
  path: 'usr/bin/tool',
  people: 3,
  registry: 'main',
  repository: 'acme/app',
  role: 'owner',
  signature: 'Win.Test.EICAR_HDB-1',
  rules: ['keeps at most 3 of the auto-generated tokens of your account'],
  tokens: ['nightly (2026-06-01)'],
  isOwn: false,
  rule: 'unused access tokens',
  stops: ['2026-06-01: 12 access tokens of 7 holders'],
  stopsAt: Date.UTC(2026, 6, 1),
  until: Date.UTC(2026, 6, 1),
  account: 'root',
  kept: 5,
  member: 'grace',
  review: 'Spring',
  reviewId: '9f2d1b3c-6a1e-4c1d-9f2d-1b3c6a1e4c1d',
  daysLeft: 7,
  dueAt: Date.UTC(2026, 6, 1),
  blocked: 2,
  gone: 1,
  replacedBy: 'docker on desktop',
  token: 'nightly',
  what: 'a passkey, phone, was added',
};
const link = new Secret('https://tokens.example.com/x#code=abc');
const written = (kind: NoticeKind, count: number) => ({
  publicUrl: 'https://tokens.example.com',
  accountName: 'ada',
  notices: Array.from({ length: count }, () => ({ kind, facts: ANY, createdAt: Date.UTC(2026, 5, 1, 12), link })),
});

describe('a mail about notices', () => {
  it.each(NOTICE_KINDS)('of the kind %s has whole sentences, and no line that is too long to read', (kind) => {
    const { subject, lines } = mailWords(written(kind, 1));
    expect(subject).toMatch(/^[^\n]{6,100}$/);
    expect(lines.join('\n')).not.toMatch(/undefined|null|\[object|NaN|\[secret\]/);
    expect(lines.filter((line) => line.length > 130)).toEqual([]);
    expect(noticeOf(kind).label).toMatch(/^[A-Z]/);
  });

  it('about many notices shows ten and counts the rest', () => {
    const { subject, lines } = mailWords(written('factors-changed', 25));
    expect(subject).toBe('Your second factors were changed: 25 notices');
    expect(lines.filter((line) => line.startsWith('== '))).toHaveLength(10);
    expect(lines.at(-1)).toContain('15 more are not written out here.');
  });
});
