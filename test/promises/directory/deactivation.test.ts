import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { approve, enterCode, postForm, sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { type SampleDirectory, sampleDirectory, userOf } from '../../support/lanyard/directory.ts';
import { existingResetCode } from '../../support/lanyard/existing-credentials.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer();
});
afterAll(() => dns.stop());

const settings = () => ({ LANYARD_DNS_SERVERS: dns.address });
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const REFUSED = 401;
/** RFC 6749, section 5.2. */
const INVALID_GRANT = 400;

interface World {
  readonly place: SampleDirectory;
  readonly person: SampleAccount;
  readonly root: SampleAccount;
}

const setActive = (active: boolean) => ({ Operations: [{ op: 'replace', path: 'active', value: active }] });

type Step = (world: World) => Promise<number>;

/** Each way to end an account, and how to undo it. */
const WAYS: Readonly<Record<string, readonly [end: Step, undo: Step]>> = {
  'deactivated over SCIM by PATCH': [
    async ({ place, person }) => (await place.scim('PATCH', `/Users/${person.id}`, setActive(false))).status,
    async ({ place, person }) => (await place.scim('PATCH', `/Users/${person.id}`, setActive(true))).status,
  ],
  'deactivated over SCIM by PUT': [
    async ({ place, person }) => (await putActive(place, person, false)).status,
    async ({ place, person }) => (await putActive(place, person, true)).status,
  ],
  'deleted over SCIM': [
    async ({ place, person }) => (await place.scim('DELETE', `/Users/${person.id}`)).status,
    async ({ place, person }) => (await place.scim('POST', '/Users', userOf(emailOf(place, person)))).status,
  ],
  'disabled by an administrator': [
    async ({ root, person }) => (await root.browser.patch(`/api/accounts/${person.name}`, { active: false })).status,
    async ({ root, person }) => (await root.browser.patch(`/api/accounts/${person.name}`, { active: true })).status,
  ],
};

function putActive(place: SampleDirectory, person: SampleAccount, active: boolean) {
  return place.scim('PUT', `/Users/${person.id}`, userOf(emailOf(place, person), { active }));
}

function emailOf({ domain }: SampleDirectory, { name }: SampleAccount): string {
  return `${name}@${domain}`;
}

describeLanyard(
  'R3, attack 34: an account that loses access',
  (lanyard) => {
    async function aWorld(): Promise<World> {
      const place = await sampleDirectory(lanyard(), dns);
      const person = await sampleAccount(lanyard(), freshName('ada'), { domain: place.domain });
      expect((await place.adopt(person)).status).toBe(201);
      // An owner, so that the account can also create tokens of the organization.
      const { owner, path } = place.organization;
      expect((await owner.browser.put(`${path}/members/${person.name}`, { role: 'owner' })).status).toBe(204);
      return { place, person, root: await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true }) };
    }

    const openCode = async () => (await postForm(`${lanyard().url}/oauth/device/code`, { client_id: 'cli' })).body;
    const redeem = (device_code: string) =>
      postForm(`${lanyard().url}/oauth/token`, { client_id: 'cli', grant_type: DEVICE_GRANT, device_code });
    const bearer = (method: string, path: string, token: string, body?: object) =>
      lanyard()
        .browser()
        .request(method, path, { headers: { authorization: `Bearer ${token}` }, body });

    /** Every request that can give the account a credential, and its answer after the account has ended. */
    async function issuingWays({ person, place }: World) {
      const { name, password, browser } = person;
      const { secret } = await sampleToken(person, { actions: ['pull'] });
      const commandLine = await sampleCommandLine(lanyard(), person);
      const auto = await commandLine.generate();
      const [approved, claimed, other] = [await openCode(), await openCode(), await openCode()];
      await approve(person, approved.user_code);
      await enterCode(browser, claimed.user_code);
      const reset = await existingResetCode(lanyard(), person.id);
      const login = (pass: string) => lanyard().browser().post('/v2/users/login', { username: name, password: pass });
      const exchange = (pass: string) => lanyard().browser().post('/v2/auth/token', { identifier: name, secret: pass });
      const [ofPassword, ofToken] = [(await login(password)).body.token, (await login(secret)).body.token];
      const byForm = (pass: string) =>
        postForm(`${lanyard().url}/token`, {
          grant_type: 'password',
          service: 'lanyard',
          username: name,
          password: pass,
        });
      const token = { description: 'x', grants: [{ pattern: '*', actions: ['pull'] }] };
      const ofOrganization = { ...token, grants: [{ pattern: `${place.organization.name}/*`, actions: ['pull'] }] };
      const hubToken = { token_label: 'x', scopes: ['repo:read'] };
      return {
        'a session by password': [REFUSED, () => lanyard().browser().signIn(name, password)],
        'the same by e-mail address': [REFUSED, () => lanyard().browser().signIn(emailOf(place, person), password)],
        '/v2/users/login by password': [REFUSED, () => login(password)],
        '/v2/users/login by access token': [REFUSED, () => login(secret)],
        '/v2/auth/token by password': [REFUSED, () => exchange(password)],
        '/v2/auth/token by access token': [REFUSED, () => exchange(secret)],
        '/v2/auth/token by auto-generated token': [REFUSED, () => exchange(auto)],
        'GET /token by password': [REFUSED, () => requestToken(lanyard(), { credential: `${name}:${password}` })],
        'GET /token by access token': [REFUSED, () => requestToken(lanyard(), { credential: `${name}:${secret}` })],
        'GET /token by auto-generated token': [
          REFUSED,
          () => requestToken(lanyard(), { credential: `${name}:${auto}` }),
        ],
        'POST /token by password': [REFUSED, () => byForm(password)],
        'POST /token by access token': [REFUSED, () => byForm(secret)],
        'an approved device code': [INVALID_GRANT, () => redeem(approved.device_code)],
        'a claimed device code': [INVALID_GRANT, () => redeem(claimed.device_code)],
        'a refresh token': [INVALID_GRANT, () => commandLine.refresh()],
        'desktop-generate': [
          REFUSED,
          () => bearer('POST', '/v2/access-tokens/desktop-generate', commandLine.accessToken),
        ],
        'a password reset': [
          400,
          () => lanyard().browser().post('/api/password-resets/complete', { code: reset, password: 'long enough now' }),
        ],
        'an access token with the old session': [REFUSED, () => browser.post('/api/tokens', token)],
        'an organization token with the old session': [
          REFUSED,
          () => browser.post(`${place.organization.path}/tokens`, ofOrganization),
        ],
        'an access token with the API token of a password': [
          REFUSED,
          () => bearer('POST', '/v2/access-tokens', ofPassword, hubToken),
        ],
        'an access token with the API token of an access token': [
          REFUSED,
          () => bearer('POST', '/v2/access-tokens', ofToken, hubToken),
        ],
        'the old session': [REFUSED, () => browser.get('/api/session')],
        'the approval of another device code': [
          REFUSED,
          async () => ({ status: await approve(person, other.user_code) }),
        ],
        'a device code that waits': [INVALID_GRANT, async () => pendingOnly(await redeem(other.device_code))],
      } as const satisfies Readonly<
        Record<string, readonly [status: number, ask: () => Promise<{ readonly status: number }>]>
      >;
    }

    /** It belongs to nobody yet and continues to wait, which is not a credential. */
    function pendingOnly(answer: Awaited<ReturnType<typeof postForm>>) {
      expect(['authorization_pending', 'slow_down']).toContain(answer.body.error);
      return answer;
    }

    type Ways = Awaited<ReturnType<typeof issuingWays>>;

    async function statusesOf(ways: Ways): Promise<Readonly<Record<string, number>>> {
      const statuses: Record<string, number> = {};
      for (const [way, [, ask]] of Object.entries(ways)) statuses[way] = (await ask()).status;
      return statuses;
    }

    it.each(Object.entries(WAYS))(
      '%s: no credential works and none is issued; once it is enabled again, only its password and manual tokens work',
      async (_how, [end, undo]) => {
        const world = await aWorld();
        const ways = await issuingWays(world);
        expect([200, 204]).toContain(await end(world));
        const events = await eventsOf(lanyard(), async () => {
          const expected = Object.fromEntries(Object.entries(ways).map(([way, [status]]) => [way, status]));
          expect(await statusesOf(ways)).toEqual(expected);
        });
        const issued = [
          'session.started',
          'sign-in.started',
          'sign-in.approved',
          'token.created',
          'account.password-reset',
        ];
        expect(events.filter(({ action }) => issued.includes(action))).toEqual([]);
        expect([200, 201]).toContain(await undo(world));
        const back = Object.entries(await statusesOf(ways)).filter(([, status]) => status < 400);
        expect(back.map(([way]) => way)).toEqual([
          'a session by password',
          'the same by e-mail address',
          '/v2/users/login by password',
          '/v2/users/login by access token',
          '/v2/auth/token by password',
          '/v2/auth/token by access token',
          'GET /token by password',
          'GET /token by access token',
          'POST /token by password',
          'POST /token by access token',
        ]);
      },
    );
  },
  settings,
);
