import { expect, it } from 'vitest';
import { type SampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { daysLater } from '../../support/lanyard/announced-rules.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { usesWritten } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { secretOfDefaultGate } from '../../support/lanyard/guarded-default.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

const DAY_SECONDS = 86_400;

describeLanyard('an organization that stops tokens which are not used there', (lanyard) => {
  async function world() {
    const place = await sampleOrganization(lanyard());
    const { owner, member, stranger, name, path } = place;
    await owner.browser.post('/api/repositories', { name: `${name}/app`, visibility: 'public' });
    expect((await owner.browser.patch(`${path}/policy`, { tokenUnusedSeconds: 30 * DAY_SECONDS })).status).toBe(200);
    const ask = async (secret: string, holder: string = member.name, repository = `${name}/app`) => {
      const scopes = [`repository:${repository}:pull`];
      const { status, body } = await requestToken(lanyard(), { credential: `${holder}:${secret}`, scopes });
      await usesWritten(lanyard());
      return status === 200 ? 'in' : `${status}: ${body.errors[0].message}`;
    };
    const later = (days: number, ...more: SampleAccount[]) => daysLater(lanyard(), days, [owner, member, ...more]);
    const stopsOf = async ({ browser }: SampleAccount) => (await browser.get('/api/account/token-stops')).body.stops;
    return { ...place, stranger, ask, later, stopsOf };
  }

  const STOPPED = /^403: this access token was not used in the organization .* for 30 days/;

  it('keeps those that are used, and stops the others there alone', async () => {
    const { owner, member, name, path, ask, later, stopsOf } = await world();
    await member.browser.post('/api/repositories', { name: `${member.name}/own` });
    const [used, resting] = [
      await sampleToken(member, { actions: ['pull'] }),
      await sampleToken(member, { actions: ['pull'] }),
    ];
    await later(20);
    expect([await ask(used.secret), await ask(resting.secret, member.name, `${member.name}/own`)]).toEqual([
      'in',
      'in',
    ]);
    await later(10.1);
    expect(await ask(used.secret)).toBe('in');
    expect(await ask(resting.secret)).toMatch(STOPPED);
    expect(await ask(resting.secret, member.name, `${member.name}/own`)).toBe('in');
    expect((await member.browser.get(`/api/tokens/${resting.id}`)).body.status).toBe('active');
    expect(await stopsOf(member)).toMatchObject([
      { tokenId: resting.id, organization: name, rule: 'tokenUnusedSeconds', seconds: 30 * DAY_SECONDS, at: null },
      { tokenId: used.id, at: expect.any(String) },
    ]);
    const { tokens } = (await owner.browser.get(`${path}/access-review/tokens`)).body;
    const held = tokens.map(({ id, heldBack }: { id: string; heldBack: string | null }) => [id, heldBack]);
    expect(Object.fromEntries(held)).toEqual({ [used.id]: null, [resting.id]: 'unused' });
  });

  it('refuses a stopped one at the gate too, with the reason, and lets it pass elsewhere', async () => {
    const { member, name, later } = await world();
    await member.browser.post('/api/repositories', { name: `${member.name}/own` });
    const { id, secret } = await sampleToken(member, { actions: ['pull'] });
    await later(31);
    // Also renews the signing keys, which a server does by itself in all these days.
    const gate = await secretOfDefaultGate(lanyard());
    const registryToken = async (repository: string) => {
      const scopes = [`repository:${repository}:pull`];
      const { body } = await requestToken(lanyard(), { credential: `${member.name}:${secret}`, scopes });
      return { authorization: `Bearer ${body.token}` };
    };
    const through = async (repository: string, headers: Readonly<Record<string, string>>) => {
      const asked = { 'x-forwarded-method': 'GET', 'x-forwarded-uri': `/v2/${repository}/manifests/v1` };
      const { status, body } = await lanyard()
        .browser()
        .request('GET', '/gate/default', { headers: { 'x-lanyard-gate': gate, ...asked, ...headers } });
      return status === 204 ? 'passes' : `${status}: ${body.errors[0].message}`;
    };
    const resting = await registryToken(`${member.name}/own`);
    expect(await through(`${member.name}/own`, resting)).toBe('passes');
    expect(await through(`${name}/app`, resting)).toMatch(STOPPED);
    expect((await member.browser.post(`/api/tokens/${id}/let-in`, { organization: name })).status).toBe(204);
    expect(await through(`${name}/app`, await registryToken(`${name}/app`))).toBe('passes');
  });

  it('lets one in again when its holder or an owner says so', async () => {
    const { owner, member, stranger, name, path, ask, later } = await world();
    const [mine, theirs] = [
      await sampleToken(member, { actions: ['pull'] }),
      await sampleToken(member, { actions: ['pull'] }),
    ];
    const letIn = ({ browser }: SampleAccount, id: string) =>
      browser.post(`/api/tokens/${id}/let-in`, { organization: name });
    expect((await letIn(member, mine.id)).status).toBe(409);
    await later(31, stranger);
    expect((await letIn(stranger, mine.id)).status).toBe(404);
    expect((await letIn(owner, mine.id)).status).toBe(404);
    const events = await eventsOf(lanyard(), () => letIn(member, mine.id));
    expect(events).toMatchObject([{ action: 'token.let-in-again', namespace: name, data: { holder: member.name } }]);
    expect([await ask(mine.secret), await ask(theirs.secret)]).toEqual(['in', expect.stringMatching(STOPPED)]);
    const review = (browser: SampleAccount['browser']) =>
      browser.post(`${path}/access-review/tokens/${theirs.id}/let-in`);
    expect([(await review(stranger.browser)).status, (await review(member.browser)).status]).toEqual([404, 403]);
    expect((await review(owner.browser)).status).toBe(204);
    expect(await ask(theirs.secret)).toBe('in');
    await later(30.1);
    expect([await ask(mine.secret), await ask(theirs.secret)]).toEqual([
      expect.stringMatching(STOPPED),
      expect.stringMatching(STOPPED),
    ]);
  });

  it('counts from the last change of a token or a membership, and asks nothing of strangers', async () => {
    const { owner, member, stranger, name, path, ask, later } = await world();
    const old = await sampleToken(member, { pattern: `${name}/none`, actions: ['pull'] });
    const foreign = await sampleToken(stranger, { actions: ['pull'] });
    const grants = [{ pattern: `${name}/*`, actions: ['pull'] }];
    const own = (await owner.browser.post(`${path}/tokens`, { description: 'ci', grants })).body;
    await later(31, stranger);
    await member.browser.patch(`/api/tokens/${old.id}`, { grants });
    expect(await ask(old.secret)).toBe('in');
    expect(await ask(foreign.secret, stranger.name)).toBe('in');
    expect(await ask(own.secret, name)).toMatch(STOPPED);
    expect((await owner.browser.get(`${path}/token-stops`)).body.stops).toMatchObject([
      { tokenId: own.token.id, at: null },
    ]);
    expect((await owner.browser.post(`${path}/access-review/tokens/${own.token.id}/let-in`)).status).toBe(204);
    expect(await ask(own.secret, name)).toBe('in');
  });
});
