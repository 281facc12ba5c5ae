import { expect, it } from 'vitest';
import {
  acceptTerms,
  joinOrganization,
  type SampleAccount,
  type SampleOrganization,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { usesWritten } from '../../support/lanyard/background-work.ts';
import { approve, openActivationPage, postForm, sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { operatorChangesPolicy } from '../../support/lanyard/operator.ts';
import { sampleTotp } from '../../support/lanyard/second-factors.ts';
import { claimsOf, hubClient, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

describeLanyard('R26: an organization that requires a second factor', (lanyard) => {
  interface Asking extends SampleOrganization {
    readonly repository: string;
    readonly says: RegExp;
    /** The token that the member had before. */
    readonly secret: string;
  }

  /** It has a repository that the member may write. It starts to require a second factor only when `ask` is called. */
  async function organization(): Promise<Asking> {
    const made = await sampleOrganization(lanyard());
    const { owner, member, name } = made;
    const repository = `${name}/app`;
    await owner.browser.post('/api/repositories', { name: repository });
    const right = { subjectType: 'account', subject: member.name, right: 'write' };
    const put = await owner.browser.request('PUT', `/api/repository/rights?name=${repository}`, { body: right });
    if (put.status !== 204) throw new Error(`the right answered ${put.status}`);
    const { secret } = await sampleToken(member, { actions: ['pull', 'push'] });
    return { ...made, repository, secret, says: new RegExp(`${name} requires a second factor`) };
  }

  /** The member accepts, and is then bound everywhere. */
  async function ask({ owner, path, member }: SampleOrganization): Promise<void> {
    await sampleTotp(lanyard(), owner.browser);
    const { status } = await owner.browser.patch(`${path}/policy`, { requireSecondFactor: true });
    if (status !== 200) throw new Error(`the policy answered ${status}`);
    await acceptTerms(path, member);
  }

  const asking = async (): Promise<Asking> => {
    const made = await organization();
    await ask(made);
    return made;
  };

  const request = (credential: string, ...repositories: readonly string[]) =>
    requestToken(lanyard(), { credential, scopes: repositories.map((name) => `repository:${name}:pull,push`) });
  const reached = async (credential: string, ...repositories: readonly string[]): Promise<readonly string[]> => {
    const { status, body } = await request(credential, ...repositories);
    if (status !== 200) return [`${status} ${body.errors[0].code}`];
    return claimsOf(body.token).access.map(({ name }: { name: string }) => name);
  };
  const makeToken = ({ browser }: SampleAccount) =>
    browser.post('/api/tokens', { description: 'ci', grants: [{ pattern: '*', actions: ['pull'] }] });
  const open = async () => (await postForm(`${lanyard().url}/oauth/device/code`, { client_id: 'cli' })).body;
  const redeem = (deviceCode: string) =>
    postForm(`${lanyard().url}/oauth/token`, { client_id: 'cli', grant_type: DEVICE_GRANT, device_code: deviceCode });

  it('gives no new token to a member without one, and says which organization requires it', async () => {
    const { member, says, name } = await asking();
    expect(await makeToken(member)).toMatchObject({
      status: 403,
      body: { error: { code: 'second-factor-required', message: expect.stringMatching(says) } },
    });
    const hub = await hubClient(lanyard(), member);
    const made = await hub('POST', '/v2/access-tokens', { token_label: 'ci', scopes: ['repo:read'] });
    expect(made).toMatchObject({ status: 403, body: { detail: expect.stringMatching(says) } });
    expect((await member.browser.get('/api/session')).body.secondFactorRequiredBy).toBe(name);
    expect((await member.browser.get('/api/account/factors')).body.requiredBy).toEqual([name]);
  });

  it('requires nothing of strangers, or of members who have one', async () => {
    const { stranger, owner } = await asking();
    for (const account of [stranger, owner]) {
      expect((await makeToken(account)).status).toBe(201);
      expect((await account.browser.get('/api/session')).body.secondFactorRequiredBy).toBeNull();
    }
  });

  it('lets a member without one neither approve a device login nor finish one that was approved before', async () => {
    const made = await organization();
    const before = await open();
    await approve(made.member, before.user_code);
    await ask(made);
    const late = await redeem(before.device_code);
    expect([late.status, late.body]).toEqual([
      403,
      { error: 'access_denied', error_description: expect.stringMatching(made.says) },
    ]);
    const { user_code, device_code } = await open();
    const page = await openActivationPage(made.member.browser, `${lanyard().url}/activate?user_code=${user_code}`);
    const answer = await page.approve();
    expect([answer.status, answer.body]).toEqual([403, expect.stringMatching(new RegExp(made.says, 'i'))]);
    expect((await redeem(device_code)).body.error).toBe('authorization_pending');
    await sampleTotp(lanyard(), made.member.browser);
    expect((await page.approve()).status).toBe(200);
  });

  it('gives no new token to a command line that was signed in before', async () => {
    const made = await organization();
    const commandLine = await sampleCommandLine(lanyard(), made.member);
    const secret = await commandLine.generate();
    await ask(made);
    await expect(commandLine.generate()).rejects.toThrow('403');
    expect(await reached(`${made.member.name}:${secret}`, made.repository)).toEqual(['403 DENIED']);
    await sampleTotp(lanyard(), made.member.browser);
    expect(await reached(`${made.member.name}:${await commandLine.generate()}`, made.repository)).toEqual([
      made.repository,
    ]);
  });

  it('refuses tokens and passwords that worked before, and says why at the registry', async () => {
    const made = await organization();
    const { member, repository, secret, says } = made;
    const credentials = [`${member.name}:${secret}`, `${member.name}:${member.password}`];
    for (const credential of credentials) expect(await reached(credential, repository)).toEqual([repository]);
    await ask(made);
    for (const credential of credentials) {
      const answer = await request(credential, repository);
      expect(answer).toMatchObject({
        status: 403,
        body: { errors: [{ code: 'DENIED', message: expect.stringMatching(says) }] },
      });
    }
  });

  it("leaves the member's own namespace and other organizations accessible, also in a request for several repositories", async () => {
    const made = await organization();
    const other = await organization();
    await joinOrganization(other.owner, other.path, made.member, 'owner');
    await ask(made);
    const { member, repository, secret } = made;
    const own = `${member.name}/mine`;
    for (const given of [secret, member.password]) {
      const credential = `${member.name}:${given}`;
      expect(await reached(credential, own)).toEqual([own]);
      expect(await reached(credential, other.repository)).toEqual([other.repository]);
      expect(await reached(credential, repository, own, other.repository)).toEqual([own, other.repository]);
    }
    expect((await requestToken(lanyard(), { credential: `${member.name}:${secret}` })).status).toBe(200);
  });

  it('R1: is accessible as soon as the member adds a factor, and closed as soon as the last one is removed', async () => {
    const { member, repository, secret } = await asking();
    const credential = `${member.name}:${secret}`;
    const { id } = await sampleTotp(lanyard(), member.browser);
    expect(await reached(credential, repository)).toEqual([repository]);
    expect((await makeToken(member)).status).toBe(201);
    expect((await member.browser.get('/api/session')).body.secondFactorRequiredBy).toBeNull();
    expect((await member.browser.delete(`/api/account/factors/${id}`)).status).toBe(204);
    expect(await reached(credential, repository)).toEqual(['403 DENIED']);
    expect((await makeToken(member)).status).toBe(403);
  });

  it('requires none for its own tokens', async () => {
    const { owner, path, name, repository } = await asking();
    const grants = [{ pattern: `${name}/*`, actions: ['pull', 'push'] }];
    const { status, body } = await owner.browser.post(`${path}/tokens`, { description: 'ci', grants });
    expect(status).toBe(201);
    expect(await reached(`${name}:${body.secret}`, repository)).toEqual([repository]);
  });

  it('records the use of a token that it refuses', async () => {
    const { member, repository, secret } = await asking();
    await request(`${member.name}:${secret}`, repository);
    await usesWritten(lanyard());
    const [token] = (await member.browser.get('/api/tokens')).body.tokens;
    expect(token.lastUsedAt).not.toBeNull();
  });

  it('cannot be set up by an owner who has no second factor, because it would lock them out', async () => {
    const { owner, path } = await organization();
    expect(await owner.browser.patch(`${path}/policy`, { requireSecondFactor: true })).toMatchObject({
      status: 400,
      body: {
        error: {
          field: 'requireSecondFactor',
          message: 'requireSecondFactor: set up a second factor yourself first',
        },
      },
    });
    expect((await owner.browser.patch(`${path}/policy`, { requireSecondFactor: false })).status).toBe(200);
    await sampleTotp(lanyard(), owner.browser);
    expect((await owner.browser.patch(`${path}/policy`, { requireSecondFactor: true })).status).toBe(200);
  });

  it('can be set up by the operator', async () => {
    const { name, path, owner } = await organization();
    await operatorChangesPolicy(lanyard(), name, { requireSecondFactor: true });
    expect((await owner.browser.get(path)).body.policy.requireSecondFactor).toBe(true);
  });

  it('can still be changed by an owner who removed their second factor', async () => {
    const { owner, path } = await asking();
    const [{ id }] = (await owner.browser.get('/api/account/factors')).body.factors;
    await owner.browser.delete(`/api/account/factors/${id}`);
    expect((await owner.browser.patch(`${path}/policy`, { passwordAtRegistry: false })).status).toBe(200);
    expect((await owner.browser.patch(`${path}/policy`, { requireSecondFactor: false })).status).toBe(200);
  });
});
