import { ROUTES } from '@lanyard/server/app/route-table';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../../packages/core/test/test-runs.ts';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import type { Answer } from '../../support/lanyard/browser.ts';
import { postForm } from '../../support/lanyard/command-lines.ts';
import { existingRefreshToken } from '../../support/lanyard/existing-credentials.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import { authenticatorOf } from '../../support/lanyard/second-factors.ts';
import { violationsOf } from '../../support/lanyard/serial-orders.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';

/** An account with two browsers, a command line, a manual and an auto-generated token, a second factor and an administrator. */
interface World {
  readonly lanyard: Lanyard;
  readonly account: SampleAccount;
  readonly admin: SampleAccount;
  readonly tokenId: string;
  /** The secret of another token, which may push. */
  readonly secret: string;
  readonly commandLineId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly factorId: string;
}

const CLIENT_ID = 'test-command-line';
const grants = [{ pattern: '*', actions: ['pull'] }];
const repositoryOf = ({ account }: World) => `/api/repository?name=${account.name}/app`;
const form = async ({ lanyard }: World, path: string, fields: Readonly<Record<string, string>>): Promise<Answer> =>
  postForm(`${lanyard.url}${path}`, { client_id: CLIENT_ID, ...fields });

const ACTS: Readonly<Record<string, (world: World) => Promise<Answer>>> = {
  'POST /api/tokens': ({ account }) => account.browser.post('/api/tokens', { description: 'new', grants }),
  'PATCH /api/tokens/:id: its description': ({ account, tokenId }) =>
    account.browser.patch(`/api/tokens/${tokenId}`, { description: 'other' }),
  'PATCH /api/tokens/:id: whether it is active': ({ account, tokenId }) =>
    account.browser.patch(`/api/tokens/${tokenId}`, { active: false }),
  'DELETE /api/tokens/:id': ({ account, tokenId }) => account.browser.delete(`/api/tokens/${tokenId}`),
  'POST /v2/access-tokens/desktop-generate': ({ lanyard, accessToken }) =>
    lanyard.browser().request('POST', '/v2/access-tokens/desktop-generate', {
      headers: { authorization: `Bearer ${accessToken}` },
    }),
  'POST /oauth/token': (world) =>
    form(world, '/oauth/token', { grant_type: 'refresh_token', refresh_token: world.refreshToken }),
  'POST /oauth/revoke': (world) => form(world, '/oauth/revoke', { token: world.refreshToken }),
  'DELETE /api/sign-ins/:id': ({ account, commandLineId }) => account.browser.delete(`/api/sign-ins/${commandLineId}`),
  'POST /api/account/sign-out-everywhere': ({ account }) => account.browser.post('/api/account/sign-out-everywhere'),
  'PATCH /api/accounts/:name: disabled': ({ admin, account }) =>
    admin.browser.patch(`/api/accounts/${account.name}`, { active: false }),
  'PATCH /api/accounts/:name: enabled': ({ admin, account }) =>
    admin.browser.patch(`/api/accounts/${account.name}`, { active: true }),
  'PUT /api/account/password': ({ account }) =>
    account.browser.put('/api/account/password', {
      currentPassword: account.password,
      newPassword: 'another long password',
    }),
  'PATCH /api/account/factors/:id': ({ account, factorId }) =>
    account.browser.patch(`/api/account/factors/${factorId}`, { name: 'tablet' }),
  'DELETE /api/account/factors/:id': ({ account, factorId }) =>
    account.browser.delete(`/api/account/factors/${factorId}`),
  'PUT /api/account/notices': ({ account }) =>
    account.browser.put('/api/account/notices', { unwanted: ['token-created'] }),
  'POST /api/account/recovery-codes': ({ account }) => account.browser.post('/api/account/recovery-codes'),
  'POST /api/repositories': ({ account }) => account.browser.post('/api/repositories', { name: `${account.name}/new` }),
  'PATCH /api/repository': (world) => world.account.browser.patch(repositoryOf(world), { visibility: 'public' }),
  'DELETE /api/repository': (world) => world.account.browser.delete(repositoryOf(world)),
};

const DELETION = 'DELETE /api/accounts/:name';
/** For an account that was just deleted: the account or its things are missing. Both answers say so. */
const WITH_DELETION: typeof ACTS = {
  ...Object.fromEntries(
    Object.entries({ ...ACTS, 'GET /token: a push of a new repository': push }).map(([name, act]) => {
      const actOn = async (world: World) => {
        const answer = await act(world);
        return answer.status === 404 ? { ...answer, status: 401 } : answer;
      };
      return [name, actOn] as const;
    }),
  ),
  [DELETION]: ({ admin, account }) => admin.browser.delete(`/api/accounts/${account.name}`),
};

function push({ lanyard, account: { name }, secret }: World): Promise<Answer> {
  return requestToken(lanyard, { credential: `${name}:${secret}`, scopes: [`repository:${name}/pushed:pull,push`] });
}

/** Routes of an account that are not tested in pairs, each with the reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'POST /api/tokens/:id/let-in': 'test/promises/store/parallel-rulings.test.ts',
  'DELETE /api/session': 'ends the session that the other act needs, by its id',
  'DELETE /api/sessions/:id': 'ends one row by its id, once',
  'PUT /api/accounts/:name/administrator': 'test/promises/store/parallel-server-changes.test.ts',
  'PUT /api/accounts/:name/email': 'as above',
  'POST /api/accounts/:name/end-sessions': 'as above',
  'POST /api/session': 'begins a session, and changes nothing that is there',
  'POST /api/session/second-factor/options': 'writes what only the next step of the same sign-in reads',
  'POST /api/session/second-factor': 'takes the waiting sign-in once: test/promises/second-factors',
  'POST /api/session/passkey/options': 'as above',
  'POST /api/session/passkey': 'as above',
  'POST /api/session/connect': 'as above: test/promises/single-sign-on',
  'POST /api/session/connect-by-mail': 'as above: test/attack/replaced-providers.test.ts',
  'POST /api/account/factors/totp/offer': 'writes what only the next step of the same session reads',
  'POST /api/account/factors/totp': 'takes the offer once: test/promises/second-factors',
  'POST /api/account/factors/passkeys/offer': 'as above',
  'POST /api/account/factors/passkeys': 'as above',
  'POST /api/account/directory-requests/:organization/confirm': 'test/promises/store/parallel-directories.test.ts',
  'POST /api/account/directory-requests/:organization/decline': 'as above',
};

const names = Object.keys(ACTS);
const ROUNDS = testRuns(1);

describeWith(['postgres'], 'R50: two changes of one account at the same moment', () => {
  let lanyard: Lanyard;
  let admin: SampleAccount;
  beforeAll(async () => {
    lanyard = await startLanyard({ databaseUrl: await migratedDatabase() });
    admin = await sampleAccount(lanyard, 'root', { isAdministrator: true });
  });
  afterAll(() => lanyard?.stop());

  async function makeWorld(): Promise<World> {
    const account = await sampleAccount(lanyard, freshName('ada'));
    const { browser } = account;
    const offer = await browser.post('/api/account/factors/totp/offer');
    const code = authenticatorOf(lanyard, offer.body.seed).code();
    const factor = await browser.post('/api/account/factors/totp', { name: 'phone', code });
    const token = await sampleToken(account, { actions: ['pull'] });
    await browser.post('/api/repositories', { name: `${account.name}/app` });
    const { secret } = await sampleToken(account, { actions: ['pull', 'push'] });
    const world = { lanyard, account, admin, secret, tokenId: token.id, factorId: factor.body.factor.id };
    const refreshToken = await existingRefreshToken(lanyard, account.id, CLIENT_ID);
    const { body } = await postForm(`${lanyard.url}/oauth/token`, {
      client_id: CLIENT_ID,
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    });
    const [commandLine] = (await browser.get('/api/sign-ins')).body.signIns;
    return {
      ...world,
      commandLineId: commandLine.id,
      accessToken: body.access_token,
      refreshToken: body.refresh_token,
    };
  }

  async function stateOf({ account }: World): Promise<string> {
    const { read } = lanyard.services.store;
    const page = { page: 1, pageSize: 100 };
    const found = await read.accounts.byId(account.id);
    const tokens = await read.tokens.list({ ownerId: account.id, now: 0, ...page });
    const logins = await read.commandLines.ofAccount(account.id);
    const repositories = await read.repositories.ofNamespace(account.name, page);
    const events = await read.audit.list({ namespace: account.name, ...page });
    const state = {
      isDisabled: found?.disabledAt !== null,
      hasSecondFactor: found?.hasSecondFactor,
      factors: (await read.secondFactors.ofAccount(account.id)).map(({ name }) => name),
      recoveryCodes: await read.secondFactors.countRecoveryCodes(account.id),
      sessions: (await read.sessions.ofAccount(account.id)).length,
      tokens: tokens.items.map((one) => `${one.origin} ${one.description} ${one.deactivatedAt !== null}`).sort(),
      commandLines: logins.map(({ generation, tokenId }) => [generation, tokenId !== null]),
      repositories: repositories.items.map(({ name, visibility }) => `${name} ${visibility}`),
      events: events.items.map(({ action, data }) => `${action} ${JSON.stringify(data)}`).sort(),
    };
    return JSON.stringify(state, null, 1)
      .replaceAll(new RegExp(`\\b${account.name}\\b`, 'g'), 'ada')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'an id')
      .replaceAll(/\b1\d{12}\b/g, 'a time');
  }

  it('are tested for every route that makes them', () => {
    const isOfAccount = (path: string) => /^\/api\/(tokens|sign-ins|sessions?|account)(\/|$)/.test(path);
    const routes = ROUTES.filter(({ method, path }) => method !== 'GET' && isOfAccount(path));
    const expected = routes.map(({ method, path }) => `${method} ${path}`).sort();
    const covered = [...names.map((name) => name.split(': ')[0] ?? ''), ...Object.keys(LEFT_OUT)];
    expect([...new Set(covered.filter((name) => isOfAccount(name.split(' ')[1] ?? '')))].sort()).toEqual(expected);
  });

  it.each(names.map((name, index) => [name, names.slice(index)] as const))(
    '%s and any other end as if one came after the other',
    async (first, others) => {
      expect(await violationsOf({ acts: ACTS, makeWorld, stateOf, rounds: ROUNDS }, first, others)).toBe('');
    },
    TEST_RUNS_TIMEOUT,
  );

  it.each(Object.keys(WITH_DELETION))(
    `R4: ${DELETION} and %s end as if one came after the other`,
    async (other) => {
      const parallel = { acts: WITH_DELETION, makeWorld, stateOf, rounds: ROUNDS };
      expect(await violationsOf(parallel, DELETION, [other])).toBe('');
    },
    TEST_RUNS_TIMEOUT,
  );
});
