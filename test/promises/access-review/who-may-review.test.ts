import { ROUTES } from '@lanyard/server/app/route-table';
import { expect, it } from 'vitest';
import {
  freshName,
  type SampleAccount,
  type SampleOrganization,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { daysLater } from '../../support/lanyard/announced-rules.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import type { Answer } from '../../support/lanyard/browser.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { sampleToken } from '../../support/lanyard/tokens.ts';

const DAY = 86_400_000;
const MONTH_SECONDS = 30 * 86_400;

/** Everything that is about the security review of an organization. */
const SUBJECT = /\/access-review|\/reviews|\/exemptions|\/token-stops|\/let-in|\/holds|\/narrower-grants/;

interface World extends SampleOrganization {
  readonly now: number;
  /** Of the member; each is stopped because it was not used. */
  readonly tokens: Readonly<Record<'reviewed' | 'exempt' | 'asleep' | 'alsoAsleep', string>>;
  readonly own: string;
  readonly reviews: Readonly<Record<'open' | 'other' | 'closed', string>>;
}

/** What the request is about, and what it sends. */
type Asked = readonly [values: Readonly<Record<string, string>>, body?: object | undefined, query?: string];

/** For each route a request that does something if an owner, or the holder of the token, makes it; in this order. */
const REQUESTS: Readonly<Record<string, (world: World) => Asked>> = {
  'GET /api/account/token-stops': () => [{}],
  'GET /api/tokens/:id/holds': ({ tokens }) => [{ id: tokens.reviewed }],
  'GET /api/tokens/:id/narrower-grants': ({ tokens }) => [{ id: tokens.reviewed }],
  'POST /api/tokens/:id/let-in': ({ name, tokens }) => [{ id: tokens.asleep }, { organization: name }],
  'GET /api/organizations/:organization/token-stops': () => [{}],
  'GET /api/organizations/:organization/tokens/:id/narrower-grants': ({ own }) => [{ id: own }],
  'GET /api/organizations/:organization/access-review/tokens': () => [{}],
  'GET /api/organizations/:organization/access-review/tokens/export': () => [{}],
  'GET /api/organizations/:organization/access-review/rule-preview': () => [
    {},
    undefined,
    '?maximumTokenLifetimeSeconds=1',
  ],
  'POST /api/organizations/:organization/access-review/tokens/:id/let-in': ({ tokens }) => [{ id: tokens.alsoAsleep }],
  'GET /api/organizations/:organization/exemptions': () => [{}],
  'POST /api/organizations/:organization/exemptions': ({ now, member }) => [
    {},
    {
      rule: 'passwordAtRegistry',
      member: member.name,
      reason: 'old build',
      endsAt: new Date(now + 60 * DAY).toISOString(),
    },
  ],
  'DELETE /api/organizations/:organization/exemptions/:rule/:subject': ({ tokens }) => [
    { rule: 'tokenUnusedSeconds', subject: tokens.exempt },
  ],
  'GET /api/organizations/:organization/reviews': () => [{}],
  'POST /api/organizations/:organization/reviews': ({ now }) => [{}, reviewUntil(now)],
  'GET /api/organizations/:organization/reviews/:id': ({ reviews }) => [{ id: reviews.open }],
  'GET /api/organizations/:organization/reviews/:id/items': ({ reviews }) => [{ id: reviews.open }],
  'POST /api/organizations/:organization/reviews/:id/decisions': ({ reviews, tokens }) => [
    { id: reviews.open },
    { decision: 'block', tokens: [tokens.reviewed], reason: 'not used' },
  ],
  'POST /api/organizations/:organization/reviews/:id/finish': ({ reviews }) => [{ id: reviews.open }],
  'POST /api/organizations/:organization/reviews/:id/cancel': ({ reviews }) => [{ id: reviews.other }],
  'GET /api/organizations/:organization/reviews/:id/evidence': ({ reviews }) => [{ id: reviews.closed }],
  'GET /api/organizations/:organization/access-review/ended-blocks': () => [{}],
  'GET /api/organizations/:organization/access-review/trusted-holders': () => [{}],
  'DELETE /api/organizations/:organization/access-review/trusted-holders/:account': ({ member }) => [
    { account: member.name },
  ],
  'POST /api/organizations/:organization/access-review/rulings': ({ tokens }) => [
    {},
    { ruling: 'block', tokens: [tokens.exempt], reason: 'old' },
  ],
};

/** These are also for members, about their own tokens alone. The reviews here ask about none. */
const ANSWERS_TO_MEMBERS: Readonly<Record<string, number>> = {
  'GET /api/organizations/:organization/reviews': 200,
  'POST /api/organizations/:organization/reviews/:id/decisions': 404,
};

function reviewUntil(now: number): object {
  const dueAt = new Date(now + 20 * DAY).toISOString();
  return { name: 'Spring', scope: { type: 'all' }, reviewers: 'owners', undecided: 'keep', dueAt };
}

function send(account: SampleAccount, route: string, organization: string, [values, body, query = '']: Asked) {
  const [method = '', path = ''] = route.split(' ');
  const all: Readonly<Record<string, string>> = { organization, ...values };
  const address = path.replace(/:(\w+)/g, (_name, key: string) => all[key] ?? expect.unreachable(`${route}: ${key}`));
  return account.browser.request(method, `${address}${query}`, { ...(body && { body }) });
}

describeLanyard('R25: the security review of an organization', (lanyard) => {
  async function world(): Promise<World> {
    const place = await sampleOrganization(lanyard());
    const { owner, member, name, path } = place;
    const make = async () => (await sampleToken(member, { pattern: `${name}/*`, actions: ['pull'] })).id;
    const tokens = { reviewed: await make(), exempt: await make(), asleep: await make(), alsoAsleep: await make() };
    const grants = [{ pattern: `${name}/*`, actions: ['pull'] }];
    const own = (await owner.browser.post(`${path}/tokens`, { description: 'ci', grants })).body.token.id;
    await owner.browser.patch(`${path}/policy`, { tokenUnusedSeconds: MONTH_SECONDS, tokenApproval: true });
    await daysLater(lanyard(), 31, [owner, member]);
    const now = lanyard().clock.now();
    const start = async () => (await owner.browser.post(`${path}/reviews`, reviewUntil(now))).body.id;
    const reviews = { open: await start(), other: await start(), closed: await start() };
    await owner.browser.post(`${path}/reviews/${reviews.closed}/finish`);
    const rule = { rule: 'tokenUnusedSeconds', token: tokens.exempt, reason: 'yearly' };
    await owner.browser.post(`${path}/exemptions`, { ...rule, endsAt: new Date(now + 60 * DAY).toISOString() });
    await owner.browser.post(`${path}/access-review/rulings`, { ruling: 'trust', tokens: [tokens.reviewed] });
    return { ...place, now, tokens, own, reviews };
  }

  const isOwn = (route: string) => !route.includes('/:organization');

  /** Who asks, in which organization, and the answer that they must get. */
  async function triesOf({ name, member }: World) {
    const other = await sampleOrganization(lanyard());
    const outsiders = {
      administrator: await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true }),
      'owner of another organization': other.owner,
      stranger: await sampleAccount(lanyard(), freshName('outsider')),
    };
    return (route: string, [values, body]: Asked) => {
      const expected = route === 'GET /api/account/token-stops' ? 200 : 404;
      const tries = Object.entries(outsiders).map(([who, account]) => ({ who, account, in: name, expected }));
      if (isOwn(route)) return tries;
      // What belongs to one organization is not found in another, whose owner asks.
      const isAbout = /token|member/.test(JSON.stringify(body ?? '')) || Object.keys(values).length > 0;
      const elsewhere = {
        who: 'owner elsewhere',
        account: other.owner,
        in: other.name,
        expected: isAbout ? 404 : undefined,
      };
      return [
        ...tries,
        elsewhere,
        { who: 'member', account: member, in: name, expected: ANSWERS_TO_MEMBERS[route] ?? 403 },
      ];
    };
  }

  it('is closed to administrators, owners of other organizations, strangers and members, at every route', async () => {
    const routes = ROUTES.filter(({ path }) => SUBJECT.test(path)).map(({ method, path }) => `${method} ${path}`);
    expect(Object.keys(REQUESTS).sort()).toEqual([...routes].sort());
    const asked = await world();
    const tries = await triesOf(asked);
    const known = [...Object.values(asked.tokens), asked.own, asked.member.name];
    const shown = ({ body }: Answer) => known.filter((one) => JSON.stringify(body ?? '').includes(one));
    const events = await eventsOf(lanyard(), async () => {
      for (const [route, of] of Object.entries(REQUESTS)) {
        const request = of(asked);
        for (const { who, account, in: organization, expected } of tries(route, request)) {
          const answer = await send(account, route, organization, request);
          expect([who, route, answer.status, shown(answer)]).toEqual([who, route, expected ?? answer.status, []]);
        }
      }
    });
    expect(events.filter(({ namespace }) => namespace === asked.name)).toEqual([]);
  });

  it('opens with the same requests for its owners, and for the holders of the tokens', async () => {
    const asked = await world();
    for (const [route, of] of Object.entries(REQUESTS)) {
      const account = isOwn(route) ? asked.member : asked.owner;
      const { status } = await send(account, route, asked.name, of(asked));
      expect([route, status < 300]).toEqual([route, true]);
    }
  });
});
