import { randomUUID } from 'node:crypto';
import { ROUTES } from '@lanyard/server/app/route-table';
import type { Route } from '@lanyard/server/http/route';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  acceptInvitation,
  freshName,
  type SampleAccount,
  type SampleOrganization,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import type { Answer, Browser } from '../../support/lanyard/browser.ts';
import { existingFinding } from '../../support/lanyard/existing-finding.ts';
import { guardDefault } from '../../support/lanyard/guarded-default.ts';
import { ROUTE_BODIES } from '../../support/lanyard/route-bodies.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { sampleToken } from '../../support/lanyard/tokens.ts';

const nameOf = ({ method, path }: Route) => `${method} ${path}`;
const O = '/api/organizations/:organization';
const DAY = 86_400_000;

/** What a parameter of a path can name, by the path up to it. */
type Ids = Readonly<Record<string, string>>;

/** Ids that have the shape of real ones, and belong to nothing. */
const nothing = (real: Ids): Ids =>
  Object.fromEntries(
    Object.entries(real).map(([key, id]) => [key, /^[0-9a-f-]{36}$/.test(id) ? randomUUID() : freshName('nothing')]),
  );

function addressOf({ path }: Route, organization: string, ids: Ids): string {
  const named = path.replace(':organization', organization);
  return named.replace(/:\w+/g, (_parameter, at: number) => ids[keyOf(named, at)] ?? 'unknown');
}

/** For `/api/organizations/acme/webhooks/:id/deliveries/:delivery`: `webhooks`, then `deliveries`. */
const keyOf = (path: string, at: number) => path.slice(0, at - 1).replace(/.*\//, '');

/** The fields of the query. */
function queryOf({ request }: Route): object {
  return (request.query as unknown as { readonly shape: object } | undefined)?.shape ?? {};
}

/** Without what differs in any two answers, and without the ids that were sent. */
function told({ status, body, headers }: Answer, sent: Ids): string {
  const text = JSON.stringify([status, body, headers.get('content-type'), headers.get('www-authenticate')]);
  return Object.values(sent).reduce((plain, id) => plain.replaceAll(id, 'ID'), text);
}

describe('R25, attack 30: an id of somebody else gets the same answer as an id that does not exist', () => {
  let lanyard: Lanyard;
  let acme: SampleOrganization;
  let other: SampleOrganization;
  let person: SampleAccount;
  let ids: Ids;
  let ownIds: Ids;
  let repository: string;
  let finding: Awaited<ReturnType<typeof existingFinding>>;

  beforeAll(async () => {
    lanyard = await startLanyard({ settings: { LANYARD_WEBHOOK_HOSTS: 'hooks.invalid' } });
    acme = await sampleOrganization(lanyard);
    other = await sampleOrganization(lanyard);
    person = await sampleAccount(lanyard, freshName('person'));
    const { owner, member, stranger, name, path } = acme;
    const { post, get, patch } = owner.browser;
    repository = `${name}/app`;
    const made = async (answer: Promise<Answer>) => {
      const { status, body } = await answer;
      expect(status, JSON.stringify(body)).toBeLessThan(300);
      return body;
    };
    await made(post('/api/repositories', { name: repository }));
    await guardDefault(lanyard);
    finding = await existingFinding(lanyard, repository);
    const endsAt = new Date(lanyard.clock.now() + DAY).toISOString();
    const at = `name=${repository}`;
    await made(post(`/api/repository/accepted-findings?${at}`, { ...finding, reason: 'our own file', endsAt }));
    await made(
      post(`/api/repository/quarantines?${at}`, { registry: 'default', digest: finding.digest, reason: 'old' }),
    );
    await made(post(`${path}/teams`, { name: 'engines' }));
    await made(post(`${path}/domains`, { name: `${name}.example.com` }));
    await made(patch(`${path}/policy`, { tokenUnusedSeconds: 30 * 86_400 }));
    const exemption = { rule: 'tokenUnusedSeconds', member: member.name, reason: 'on leave', endsAt };
    await made(post(`${path}/exemptions`, exemption));
    const invitation = await made(post(`${path}/invitations`, { account: stranger.name, role: 'member' }));
    const webhook = await made(post(`${path}/webhooks`, { url: 'https://hooks.invalid/' }));
    await made(post(`${path}/webhooks/${webhook.id}/test`));
    const { deliveries } = await made(get(`${path}/webhooks/${webhook.id}/deliveries`));
    const grants = [{ pattern: repository, actions: ['pull'] }];
    const token = await made(post(`${path}/tokens`, { description: 'ci', grants }));
    const theirs = await sampleToken(member, { actions: ['pull'] });
    const reviewers = { scope: { type: 'all' }, reviewers: 'owners', undecided: 'keep', dueAt: endsAt };
    const review = await made(post(`${path}/reviews`, { name: 'Spring', ...reviewers }));
    const sessions = await made(member.browser.get('/api/sign-ins'));
    ids = {
      teams: 'engines',
      members: member.name,
      invitations: invitation.id ?? (await made(get(`${path}/invitations`))).invitations[0].id,
      domains: `${name}.example.com`,
      webhooks: webhook.id,
      deliveries: deliveries[0].id,
      tokens: token.token?.id ?? token.id,
      reviews: review.id,
      'trusted-holders': member.name,
      tokenUnusedSeconds: member.name,
      exemptions: 'tokenUnusedSeconds',
      'workstation-policy': 'registry.json',
    };
    ownIds = {
      ...ids,
      tokens: theirs.id,
      sessions: sessions.sessions?.[0]?.id ?? randomUUID(),
      'sign-ins': randomUUID(),
    };
  });
  afterAll(() => lanyard?.stop());

  /** Sends the same request about what is there and about what is not. */
  async function compare(route: Route, by: Browser, organization: string, real: Ids): Promise<void> {
    const body = ROUTE_BODIES[nameOf(route)];
    const answers: string[] = [];
    for (const sent of [real, nothing(real)]) {
      const fixed = { ...sent, exemptions: 'tokenUnusedSeconds' };
      const answer = await by.request(route.method, addressOf(route, organization, fixed), { body });
      expect(answer.status, nameOf(route)).toBe(404);
      answers.push(told(answer, sent));
    }
    expect(answers[0]).toBe(answers[1]);
  }

  const inOrganizations = ROUTES.filter(
    ({ path }) => path.startsWith(`${O}/`) && path.replace(':organization', '').includes(':'),
  ).filter(({ path }) => !path.includes('workstation-policy'));

  it.each(inOrganizations.map((route) => [nameOf(route), route] as const))(
    'in the organization of the asker: %s',
    async (_name, route) => compare(route, other.owner.browser, other.name, ids),
  );

  const ofAccounts = ROUTES.filter(({ path }) => /^\/api\/(tokens|invitations|sessions|sign-ins)\/:id/.test(path));

  it.each(ofAccounts.map((route) => [nameOf(route), route] as const))('of another account: %s', async (_name, route) =>
    compare(route, person.browser, '', ownIds),
  );

  const aboutRepositories = ROUTES.filter(
    (route) => route.path.startsWith('/api/repository') && 'name' in queryOf(route),
  );

  it.each(aboutRepositories.map((route) => [nameOf(route), route] as const))(
    'a private repository that the asker may not see: %s',
    async (_name, route) => {
      const more: Readonly<Record<string, string>> = {
        digest: finding.digest,
        registry: 'default',
        id: randomUUID(),
        subjectType: 'account',
        subject: acme.member.name,
      };
      const rest = Object.keys(queryOf(route)).flatMap((key) =>
        more[key] === undefined ? [] : [`${key}=${more[key]}`],
      );
      const body = BODIES[nameOf(route)];
      for (const { browser } of [acme.stranger, other.owner, other.member]) {
        const answers: string[] = [];
        for (const name of [repository, `${acme.name}/nothing`, 'nobody-at-all/nothing']) {
          const query = [`name=${name}`, ...rest].join('&');
          const answer = await browser.request(route.method, `${route.path}?${query}`, { body });
          expect([404, 403], `${nameOf(route)} ${JSON.stringify(answer.body)}`).toContain(answer.status);
          answers.push(told(answer, { name }));
        }
        expect(new Set(answers).size, answers.join('\n')).toBe(1);
      }
    },
  );

  const BODIES: Readonly<Record<string, object>> = {
    'PATCH /api/repository': { visibility: 'public' },
    'PUT /api/repository/rights': { subjectType: 'account', subject: 'somebody', right: 'read' },
    'POST /api/repository/quarantines': { registry: 'default', digest: `sha256:${'d'.repeat(64)}`, reason: 'old' },
    'POST /api/repository/accepted-findings': {
      digest: `sha256:${'d'.repeat(64)}`,
      kind: 'malware',
      finding: 'x',
      place: 'x',
      reason: 'x',
      endsAt: '2099-01-01T00:00:00Z',
    },
  };

  it('reads nothing of an organization after its membership ended', async () => {
    const { owner, path, name } = acme;
    const leaver = await sampleAccount(lanyard, freshName('leaver'));
    await owner.browser.post(`${path}/invitations`, { account: leaver.name, role: 'owner' });
    await acceptInvitation(leaver, name);
    expect((await leaver.browser.get(`${path}/webhooks`)).status).toBe(200);
    expect((await owner.browser.delete(`${path}/members/${leaver.name}`)).status).toBeLessThan(300);
    const readable = ROUTES.filter(({ method, path: at }) => method === 'GET' && at.startsWith(`${O}/`));
    for (const route of readable) {
      const answer = await leaver.browser.get(addressOf(route, name, ids));
      expect([nameOf(route), answer.status]).toEqual([nameOf(route), 404]);
    }
    for (const at of [`/api/audit?namespace=${name}`, `/api/repositories?namespace=${name}`])
      expect([at, (await leaver.browser.get(at)).status]).toEqual([at, 404]);
  });
});
