import { expect, it } from 'vitest';
import { joinOrganization, type SampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { oldRowsRemoved, passagesWritten, usesWritten } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { secretOfDefaultGate } from '../../support/lanyard/guarded-default.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

const DAY_SECONDS = 86_400;

describeLanyard('the evidence about a repository', (lanyard) => {
  let made: Promise<string> | undefined;
  const secretOfGate = () => {
    made ??= secretOfDefaultGate(lanyard());
    return made;
  };
  const dayText = (days: number) => new Date(lanyard().clock.now() + days * DAY_SECONDS * 1000).toISOString();

  /** A private repository to which the member may push, with a token of the member and a wider one of the owner. */
  async function world() {
    const place = await sampleOrganization(lanyard());
    const { owner, member, name } = place;
    const repository = `${name}/team/app`;
    await owner.browser.post('/api/repositories', { name: repository, visibility: 'private' });
    const right = { subjectType: 'account', subject: member.name, right: 'write' };
    await owner.browser.put(`/api/repository/rights?name=${repository}`, right);
    const token = await sampleToken(member, { pattern: repository, actions: ['pull', 'push'] });
    const wide = await sampleToken(owner, { actions: ['pull'] });
    const use = async (account: SampleAccount, secret: string, actions: string) => {
      const scopes = [`repository:${repository}:${actions}`];
      const { body } = await requestToken(lanyard(), { credential: `${account.name}:${secret}`, scopes });
      return body.token as string;
    };
    const pass = async (method: string, reference: string, registryToken: string) => {
      const headers = {
        'x-lanyard-gate': await secretOfGate(),
        'x-forwarded-method': method,
        'x-forwarded-uri': `/v2/${repository}/manifests/${reference}`,
        'x-forwarded-for': '203.0.113.7',
        'user-agent': 'docker/29',
        authorization: `Bearer ${registryToken}`,
      };
      expect((await lanyard().browser().request('GET', '/gate/default', { headers })).status).toBe(204);
    };
    const ask = async (list: string, days: readonly [number, number] = [-1, 1], more = '') => {
      const [from, to] = days.map(dayText);
      const query = `repository=${repository}&from=${from}&to=${to}${more}`;
      return (await owner.browser.get(`/api/evidence/${list}?${query}`)).body;
    };
    return { ...place, repository, token, wide, use, pass, ask };
  }

  it('says who did what: what the token endpoint gave, where no gate stood', async () => {
    const { owner, member, token, wide, use, ask } = await world();
    await use(member, token.secret, 'pull,push');
    await use(member, token.secret, 'pull,push');
    await use(owner, wide.secret, 'pull');
    // What was not given was not done.
    await use(owner, wide.secret, 'push');
    await usesWritten(lanyard());
    const { total, counts, uses } = await ask('uses');
    expect([total, counts]).toEqual([2, { gate: 0, 'gate-by-day': 0, 'registry-token': 2 }]);
    expect(uses).toContainEqual(
      expect.objectContaining({
        source: 'registry-token',
        count: 2,
        registry: 'default',
        actions: ['pull', 'push'],
        reference: null,
        token: { id: token.id, description: 'for pull and push' },
        holder: member.name,
        address: '127.0.0.1',
      }),
    );
    // The owner's token is for all that it may reach, so its description is its holder's alone.
    expect(uses).toContainEqual(
      expect.objectContaining({ token: { id: wide.id, description: null }, holder: owner.name, count: 1 }),
    );
    const pages = await Promise.all([1, 2, 3].map((page) => ask('uses', [-1, 1], `&pageSize=1&page=${page}`)));
    expect(pages.map((one) => one.uses)).toEqual([[uses[0]], [uses[1]], []]);
    expect((await ask('uses', [-9, -8])).total).toBe(0);
  });

  it('says who approved what, of this repository and of the teams and tokens that reach it alone', async () => {
    const { owner, member, stranger, name, path, repository, token, ask } = await world();
    const { browser } = owner;
    await browser.post('/api/repositories', { name: `${name}/other` });
    for (const team of ['red', 'blue']) {
      await browser.post(`${path}/teams`, { name: team });
      await browser.put(`${path}/teams/${team}/members/${member.name}`);
    }
    await joinOrganization(owner, path, stranger);
    const right = { subjectType: 'team', subject: 'red', right: 'read' };
    await browser.put(`/api/repository/rights?name=${repository}`, right);
    await browser.put(`/api/repository/rights?name=${name}/other`, { ...right, subject: 'blue' });
    await browser.patch(`/api/repository?name=${repository}`, { visibility: 'public' });
    await browser.patch(`${path}/policy`, { tokenActions: ['pull'] });
    await browser.post(`${path}/access-review/rulings`, { ruling: 'block', tokens: [token.id], reason: 'old' });
    const { total, events } = await ask('decisions', [-1, 1], '&pageSize=100');
    const lines = events.map(
      ({ action, subject }: { action: string; subject: { name: string } }) => `${action} ${subject.name}`,
    );
    expect(total).toBe(lines.length);
    expect(lines).toEqual([
      'token.blocked-here for pull and push',
      `organization.policy-changed ${name}`,
      `repository.changed ${repository}`,
      `repository.right-set ${repository}`,
      `member.added ${stranger.name}`,
      `team.member-added ${member.name}`,
      'team.created red',
      `repository.right-set ${repository}`,
      `repository.created ${repository}`,
      `member.added ${member.name}`,
      `organization.created ${name}`,
    ]);
    expect((await ask('decisions', [-9, -8])).total).toBe(0);
  });

  it('is exported whole, with a checkpoint of the log and a last line that says so', async () => {
    const { owner, member, repository, token, use, pass, ask } = await world();
    await pass('PUT', 'v1', await use(member, token.secret, 'pull,push'));
    await usesWritten(lanyard());
    await passagesWritten(lanyard());
    const [from, to] = [dayText(-1), dayText(1)];
    const address = `/api/evidence/export?repository=${repository}&from=${from}&to=${to}`;
    const { status, headers, body } = await owner.browser.get(address);
    expect([status, headers.get('content-disposition')]).toEqual([
      200,
      expect.stringMatching(/^attachment; filename="evidence-[a-z0-9-]+-team-app-\d{4}-\d\d-\d\d\.jsonl"$/),
    ]);
    const lines = String(body)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toEqual({
      type: 'evidence',
      repository,
      from,
      to,
      madeAt: expect.any(String),
      madeBy: owner.name,
      checkpoint: (await owner.browser.get('/api/audit/checkpoint')).body.checkpoint,
    });
    expect(lines.at(-1)).toEqual({ type: 'end', lines: lines.length });
    const of = (type: string, moment?: string) =>
      lines
        .filter((line) => line.type === type && line.moment === moment)
        .map(({ type: _, moment: __, ...rest }) => rest);
    const asked = async (list: string, query: string) =>
      (await owner.browser.get(`/api/evidence/${list}?repository=${repository}${query}`)).body;
    for (const [moment, query] of [
      ['now', ''],
      ['end', `&before=${to}`],
    ] as const) {
      expect(of('account', moment)).toEqual((await asked('accounts', query)).accounts);
      const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
      expect(of('token', moment).sort(byId)).toEqual((await asked('tokens', query)).tokens.toSorted(byId));
      expect(of('repository', moment)).toEqual([{ visibility: 'private' }]);
    }
    expect(of('use')).toEqual((await ask('uses')).uses);
    expect(of('decision')).toEqual((await ask('decisions')).events.toReversed());
  });

  it('is also there for a repository that was deleted', async () => {
    const { owner, repository, ask } = await world();
    await owner.browser.delete(`/api/repository?name=${repository}`);
    lanyard().clock.advance(1);
    const { body } = await owner.browser.get(`/api/evidence/accounts?repository=${repository}`);
    expect(body).toEqual({ visibility: null, total: 0, accounts: [] });
    const [last] = (await ask('decisions')).events;
    expect([last.action, last.actor.name]).toEqual(['repository.deleted', owner.name]);
  });

  it('R25: is only for the owners of the organization', async () => {
    const { owner, member, stranger, name, repository } = await world();
    const period = `from=${dayText(-1)}&to=${dayText(1)}`;
    const routes = ['accounts?', 'tokens?', `uses?${period}&`, `decisions?${period}&`, `export?${period}&`];
    for (const route of routes) {
      const statusOf = async ({ browser }: SampleAccount, asked = repository) =>
        (await browser.get(`/api/evidence/${route}repository=${asked}`)).status;
      const statuses = [await statusOf(owner), await statusOf(member), await statusOf(stranger)];
      expect(statuses, route).toEqual([200, 403, 404]);
      const wrong = [
        await statusOf(owner, `${name}/never`),
        await statusOf(owner, '..'),
        await statusOf(stranger, `${name}/never`),
      ];
      expect(wrong, route).toEqual([404, 400, 404]);
    }
  });

  // The last test: time moves on for it.
  it('says it more exactly where a gate recorded the day, and by day after 90 days', async () => {
    const { owner, member, repository, token, wide, use, pass, ask } = await world();
    await pass('PUT', 'v1', await use(member, token.secret, 'pull,push'));
    await pass('GET', 'v1', await use(owner, wide.secret, 'pull'));
    await passagesWritten(lanyard());
    lanyard().clock.advance(DAY_SECONDS);
    await use(member, token.secret, 'pull,push');
    await usesWritten(lanyard());
    await owner.browser.signIn(owner.name, owner.password);
    const linesOf = (uses: readonly Record<string, unknown>[]) =>
      uses.map(
        ({ source, actions, reference, holder, client }) => `${source} ${actions} ${reference} ${holder} ${client}`,
      );
    const { counts, uses } = await ask('uses', [-3, 1]);
    expect(counts).toEqual({ gate: 2, 'gate-by-day': 0, 'registry-token': 1 });
    const [newest, ...others] = linesOf(uses);
    expect(newest).toMatch(`registry-token pull,push null ${member.name}`);
    expect(others.sort()).toEqual([`gate pull v1 ${owner.name} docker/29`, `gate push v1 ${member.name} docker/29`]);
    lanyard().clock.advance(91 * DAY_SECONDS);
    await oldRowsRemoved(lanyard());
    await owner.browser.signIn(owner.name, owner.password);
    const later = await ask('uses', [-95, 1]);
    expect(later.counts).toEqual({ gate: 0, 'gate-by-day': 2, 'registry-token': 1 });
    expect(linesOf(later.uses)).toContainEqual(`gate-by-day push v1 ${member.name} null`);
    expect((await owner.browser.get(`/api/evidence/uses?repository=${repository}`)).status).toBe(400);
  });
});
