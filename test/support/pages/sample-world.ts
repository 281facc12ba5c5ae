import { joinOrganization, type SampleAccount, sampleAccount } from '../lanyard/accounts.ts';
import { sampleCommandLine } from '../lanyard/command-lines.ts';
import { sampleDirectory } from '../lanyard/directory.ts';
import type { Lanyard } from '../lanyard/start-lanyard.ts';
import { requestToken } from '../lanyard/tokens.ts';
import type { DnsServer } from '../programs/dns-server.ts';

export interface SampleWorld {
  /** The owner of `acme`, an administrator, with tokens of every kind and status. */
  readonly ada: SampleAccount;
  /** The id of one of ada's tokens that was used. */
  readonly reviewId: string;
  readonly tokenId: string;
  /** A person whose account a directory asks to manage. */
  readonly asked: SampleAccount;
  /** The link of an invitation to acme that can create an account. */
  readonly newPersonLink: string;
  /** The link of an invitation of ada to globex. */
  readonly adaLink: string;
  /** The link of another person's invitation. */
  readonly otherLink: string;
}

const DAY_SECONDS = 86_400;
const CLIENTS = [
  'docker-cli:28_2_2:linux-amd64',
  'docker-cli:27_5_1:darwin-arm64',
  'lanyard/0.1.0 (linux; x64)',
  'Docker-Desktop/4.40.0 (Mac; arm64)',
];

/** A server as it looks after some weeks, up to the browser's current time. */
export async function sampleWorld(lanyard: Lanyard, dns: DnsServer): Promise<SampleWorld> {
  lanyard.clock.advance(-12 * DAY_SECONDS);
  const ada = await sampleAccount(lanyard, 'ada', { isAdministrator: true });
  const grace = await sampleAccount(lanyard, 'grace');
  await requireOk(ada.browser.post('/api/organizations', { name: 'acme' }));
  await joinOrganization(ada, '/api/organizations/acme', grace);
  await invite(ada, 'acme', { email: 'late@example.com', role: 'member' });
  await requireOk(grace.browser.post('/api/organizations', { name: 'hooli' }));
  await joinOrganization(grace, '/api/organizations/hooli', ada);
  await requireOk(grace.browser.patch('/api/organizations/hooli/policy', { passwordAtRegistry: false }));
  for (const name of ['acme/app', 'acme/base-image', 'ada/scratch']) {
    await requireOk(ada.browser.post('/api/repositories', { name }));
  }
  await requireOk(ada.browser.post('/api/organizations/acme/teams', { name: 'builders' }));
  await requireOk(ada.browser.put('/api/organizations/acme/teams/builders/members/grace'));
  const hook = { url: 'https://hooks.invalid/chat', description: 'Chat', actions: ['member.added', 'team.created'] };
  const { body: webhook } = await requireOk(ada.browser.post('/api/organizations/acme/webhooks', hook));
  await requireOk(ada.browser.post(`/api/organizations/acme/webhooks/${webhook.id}/test`));
  await requireOk(ada.browser.post('/api/organizations/acme/domains', { name: 'acme.example' }));
  const grants = [{ pattern: 'acme/*', actions: ['pull'] }];
  await requireOk(ada.browser.post('/api/organizations/acme/tokens', { description: 'cluster', grants }));
  const tokenId = await usedToken(lanyard, ada);
  for (const client of CLIENTS) {
    await signInAt(lanyard, ada, DAY_SECONDS / 2);
    await (await sampleCommandLine(lanyard, ada, client, { registry: 'registry.example.com' })).generate();
  }
  const old = await createToken(lanyard, ada, {
    description: 'laptop before last',
    pattern: 'acme/*',
    actions: ['pull'],
    days: 7,
  });
  await requireOk(ada.browser.patch(`/api/tokens/${old.id}`, { active: false }));
  await createToken(lanyard, ada, {
    description: 'one-off migration of the base images',
    pattern: 'acme/base-image',
    actions: ['push'],
    days: 0.01,
  });
  await signInAt(lanyard, ada, (Date.now() - lanyard.clock.now()) / 1000);
  await requireOk(grace.browser.signIn(grace.name, grace.password));
  await reviewedTokens(lanyard, ada, grace);
  return {
    ada,
    tokenId,
    reviewId: await openReview(lanyard, ada),
    asked: await sampleAsked(lanyard, dns),
    ...(await sampleInvitations(ada, grace)),
  };
}

async function sampleAsked(lanyard: Lanyard, dns: DnsServer): Promise<SampleAccount> {
  const { domain, user } = await sampleDirectory(lanyard, dns);
  const person = await sampleAccount(lanyard, 'linus', { domain });
  await requireOk(user(person.name));
  return person;
}

/**
 * Invitations in all states. Also `initech` and `hooli`, whose rules ada has not accepted. For `hooli`, the time for
 * that is over.
 */
async function sampleInvitations(ada: SampleAccount, grace: SampleAccount) {
  for (const name of ['globex', 'initech']) await requireOk(grace.browser.post('/api/organizations', { name }));
  await joinOrganization(grace, '/api/organizations/initech', ada);
  const stricter = { autoTokensKept: 3, passwordAtRegistry: false, signInIdleSeconds: 7 * DAY_SECONDS };
  await requireOk(grace.browser.patch('/api/organizations/initech/policy', stricter));
  const rules = { autoTokensKept: 2, maximumTokenLifetimeSeconds: 90 * DAY_SECONDS, tokenActions: ['pull'] };
  await requireOk(grace.browser.patch('/api/organizations/globex/policy', rules));
  await requireOk(ada.browser.patch('/api/organizations/acme/policy', { signInLifetimeSeconds: 60 * DAY_SECONDS }));
  const declined = await invite(ada, 'acme', { email: 'busy@example.com', role: 'owner' });
  const code = declined.replace(/^.*#code=/, '');
  await requireOk(ada.browser.post('/api/invitations/decline', { code }));
  await requireOk(ada.browser.post('/api/server/invitations', { email: 'new.colleague@example.com' }));
  return {
    newPersonLink: await invite(ada, 'acme', { email: 'hedy@example.com', role: 'member' }),
    adaLink: await invite(grace, 'globex', { account: 'ada', role: 'member' }),
    otherLink: await invite(grace, 'globex', { email: 'somebody@example.com', role: 'owner' }),
  };
}

/** Returns the link, which the server shows because it sends no mail. */
async function invite({ browser }: SampleAccount, organization: string, whom: object): Promise<string> {
  const { body } = await requireOk(browser.post(`/api/organizations/${organization}/invitations`, whom));
  return body.link;
}

/** A session ends after an hour, so every step in time begins with a new session. */
async function signInAt(lanyard: Lanyard, ada: SampleAccount, laterSeconds: number): Promise<void> {
  lanyard.clock.advance(laterSeconds);
  await requireOk(ada.browser.signIn(ada.name, ada.password));
}

async function usedToken(lanyard: Lanyard, ada: SampleAccount): Promise<string> {
  const { id, secret } = await createToken(lanyard, ada, {
    description: 'nightly build',
    pattern: 'acme/app',
    actions: ['pull', 'push'],
    days: 90,
  });
  for (const day of [0, 1, 2, 5, 6, 7]) {
    for (let use = 0; use <= day; use += 1) {
      await requestToken(lanyard, { credential: `ada:${secret}`, scopes: ['repository:acme/app:pull,push'] });
    }
    lanyard.clock.advance(DAY_SECONDS);
  }
  await requestToken(lanyard, { credential: `ada:${secret}` });
  await signInAt(lanyard, ada, 0);
  return id;
}

interface NewToken {
  readonly description: string;
  readonly pattern: string;
  readonly actions: readonly string[];
  /** Until it expires. */
  readonly days: number;
}

async function createToken(
  lanyard: Lanyard,
  { browser }: SampleAccount,
  { description, pattern, actions, days }: NewToken,
): Promise<{ readonly id: string; readonly secret: string }> {
  const expiresAt = new Date(lanyard.clock.now() + days * DAY_SECONDS * 1000).toISOString();
  const { body } = await requireOk(
    browser.post('/api/tokens', { description, grants: [{ pattern, actions }], expiresAt }),
  );
  return { id: body.token.id, secret: body.secret };
}

async function requireOk<Answer extends { readonly status: number; readonly body: unknown }>(
  request: Promise<Answer>,
): Promise<Answer> {
  const answer = await request;
  if (answer.status >= 300) throw new Error(`answered ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}

/** A review of all tokens of acme, with one decision. */
async function openReview(lanyard: Lanyard, ada: SampleAccount): Promise<string> {
  const dueAt = new Date(lanyard.clock.now() + 14 * DAY_SECONDS * 1000).toISOString();
  const rules = { scope: { type: 'all' }, reviewers: 'owners', undecided: 'block', recurrence: 'quarterly' };
  const path = '/api/organizations/acme/reviews';
  const { body } = await requireOk(ada.browser.post(path, { name: 'Fourth quarter', dueAt, ...rules }));
  const { body: found } = await requireOk(ada.browser.get(`${path}/${body.id}/items`));
  const tokens = [found.items[0].token.id];
  await requireOk(ada.browser.post(`${path}/${body.id}/decisions`, { decision: 'keep', tokens }));
  return body.id;
}

/**
 * Tokens of grace, who may push to `acme/app`: one that works, one that is blocked, and two that wait for an approval.
 */
async function reviewedTokens(lanyard: Lanyard, ada: SampleAccount, grace: SampleAccount): Promise<void> {
  const right = { subjectType: 'team', subject: 'builders', right: 'write' };
  await requireOk(ada.browser.put('/api/repository/rights?name=acme/app', right));
  await createToken(lanyard, grace, {
    description: 'mirror of the app',
    pattern: 'acme/app',
    actions: ['pull'],
    days: 30,
  });
  const { id } = await createToken(lanyard, grace, {
    description: 'laptop',
    pattern: '*',
    actions: ['pull', 'push'],
    days: 60,
  });
  lanyard.clock.advance(1);
  const body = { ruling: 'block', tokens: [id], reason: 'Not used since May' };
  await requireOk(ada.browser.post('/api/organizations/acme/access-review/rulings', body));
  await createToken(lanyard, grace, {
    description: 'laptop, once more',
    pattern: '*',
    actions: ['pull', 'push'],
    days: 60,
  });
  await requireOk(ada.browser.patch('/api/organizations/acme/policy', { tokenApproval: true }));
  lanyard.clock.advance(1);
  await createToken(lanyard, grace, {
    description: 'deploys of the app',
    pattern: 'acme/app',
    actions: ['pull', 'push'],
    days: 90,
  });
  const own = await createToken(lanyard, ada, {
    description: 'release notes',
    pattern: 'acme/*',
    actions: ['pull'],
    days: 90,
  });
  const trust = { ruling: 'trust', tokens: [own.id] };
  await requireOk(ada.browser.post('/api/organizations/acme/access-review/rulings', trust));
  const endsAt = new Date(lanyard.clock.now() + 90 * DAY_SECONDS * 1000).toISOString();
  const exemption = {
    rule: 'maximumTokenLifetimeSeconds',
    member: 'grace',
    reason: 'Moves to another team in May',
    endsAt,
  };
  await requireOk(ada.browser.post('/api/organizations/acme/exemptions', exemption));
}
