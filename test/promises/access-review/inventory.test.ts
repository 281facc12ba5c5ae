import { expect, it } from 'vitest';
import { type SampleAccount, sampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { noticeOver } from '../../support/lanyard/announced-rules.ts';
import { usesWritten } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { claimsOf, requestToken, type SampleToken, sampleToken } from '../../support/lanyard/tokens.ts';

interface Listed {
  readonly id: string;
  readonly holder: { readonly name: string };
  readonly reach: { readonly actions: readonly string[]; readonly repositories: number };
}

describeLanyard('the inventory of an access review', (lanyard) => {
  /** An organization with three repositories: the member may write to one, and through a team read another. */
  async function world() {
    const place = await sampleOrganization(lanyard());
    const { owner, member, name, path } = place;
    const post = async (at: string, body: object) => {
      const answer = await owner.browser.post(at, body);
      if (answer.status >= 300) throw new Error(`${at} answered ${answer.status}`);
      return answer.body;
    };
    await post('/api/repositories', { name: `${name}/app`, visibility: 'private' });
    await post('/api/repositories', { name: `${name}/team-web`, visibility: 'private' });
    await post('/api/repositories', { name: `${name}/docs`, visibility: 'public' });
    await post(`${path}/teams`, { name: 'web' });
    await owner.browser.put(`${path}/teams/web/members/${member.name}`);
    const right = (repository: string, body: object) =>
      owner.browser.put(`/api/repository/rights?name=${name}/${repository}`, body);
    await right('app', { subjectType: 'account', subject: member.name, right: 'write' });
    await right('team-web', { subjectType: 'team', subject: 'web', right: 'read' });
    const repositories = ['app', 'team-web', 'docs'].map((one) => `${name}/${one}`);
    const review = `${path}/access-review/tokens`;
    const list = async (query = ''): Promise<{ total: number; tokens: readonly Listed[] }> =>
      (await owner.browser.get(`${review}?pageSize=100&${query}`)).body;
    const ids = async (query: string) => (await list(query)).tokens.map(({ id }) => id).sort();
    return { ...place, post, repositories, review, list, ids };
  }

  const actionsAt = async (account: SampleAccount, { secret }: SampleToken, repository: string) => {
    const scopes = [`repository:${repository}:*`];
    const { body } = await requestToken(lanyard(), { credential: `${account.name}:${secret}`, scopes });
    return body.token === undefined
      ? []
      : claimsOf(body.token).access.flatMap((entry: { actions: string[] }) => entry.actions);
  };

  it('R55: shows for each token what the token endpoint gives it, for every repository', async () => {
    const { owner, member, name, path, repositories, list } = await world();
    const grants = [
      { actions: ['pull', 'push', 'delete'] },
      { pattern: `${name}/app`, actions: ['pull', 'push'] },
      { pattern: `${name}/team-*`, actions: ['pull', 'push', 'delete'] },
      { pattern: `${name}/docs`, actions: ['pull', 'delete'] },
      { pattern: `${name}/nothing-yet`, actions: ['pull', 'push'] },
    ] as const;
    const check = async () => {
      const listed = new Map((await list()).tokens.map((token) => [token.id, token]));
      for (const { account, token } of made) {
        const each = await Promise.all(repositories.map((repository) => actionsAt(account, token, repository)));
        const { reach } = listed.get(token.id) ?? expect.unreachable(`a token of ${account.name} is missing`);
        const all = ['pull', 'push', 'delete'].filter((action) => each.some((one) => one.includes(action)));
        expect(reach.repositories).toBe(each.filter((one) => one.length > 0).length);
        const creates = account === owner && 'createsRepositories' in reach && reach.createsRepositories;
        expect(reach.actions).toEqual(creates && !all.includes('push') ? [...all, 'push'] : all);
      }
      expect(listed.size).toBe(made.length);
    };
    const made: { account: SampleAccount; token: SampleToken }[] = [];
    for (const account of [owner, member]) {
      for (const grant of grants) made.push({ account, token: await sampleToken(account, grant) });
    }
    await check();
    await owner.browser.patch(`${path}/policy`, { tokenActions: ['pull'] });
    await check();
    await owner.browser.delete(`${path}/teams/web/members/${member.name}`);
    await check();
  });

  it('shows only what concerns this organization, and nothing else about a token or its holder', async () => {
    const { owner, member, name, review } = await world();
    const elsewhere = await sampleOrganization(lanyard());
    await elsewhere.owner.browser.post('/api/repositories', { name: `${elsewhere.name}/open`, visibility: 'public' });
    const make = (description: string, patterns: readonly string[]) =>
      member.browser.post('/api/tokens', {
        description,
        grants: patterns.map((pattern) => ({ pattern, actions: ['pull'] })),
      });
    const here = (await make('deploys the app', [`${name}/app`])).body;
    const wide = (await make('for bigcorp and others', [`${name}/app`, `${elsewhere.name}/secret-plan`])).body;
    await make('not of this place', [`${elsewhere.name}/*`, `${name}-two/*`]);
    const credential = `${member.name}:${wide.secret}`;
    const use = (repository: string) =>
      requestToken(lanyard(), { credential, scopes: [`repository:${repository}:pull`] });
    await use(`${name}/app`);
    lanyard().clock.advance(60);
    await sampleToken(member, { actions: ['pull'] });
    await use(`${elsewhere.name}/open`);
    await usesWritten(lanyard());
    const answer = await owner.browser.get(`${review}?sort=created&order=asc`);
    expect(answer.body.total).toBe(3);
    const byId = new Map(answer.body.tokens.map((token: Listed) => [token.id, token]));
    expect(byId.get(here.token.id)).toMatchObject({ description: 'deploys the app', lastUse: null });
    expect(byId.get(wide.token.id)).toMatchObject({
      description: null,
      holder: { type: 'account', name: member.name, role: 'member' },
      reach: { actions: ['pull'], repositories: 1 },
      lastUse: { repository: `${name}/app`, actions: 'pull' },
    });
    const exported = await owner.browser.get(`${review}/export?format=jsonl`);
    for (const text of [JSON.stringify(answer.body), exported.body]) {
      expect(text).not.toMatch(/bigcorp|secret-plan|open|createdFrom|not of this place/);
      expect(text).not.toContain(elsewhere.name);
    }
    // Neither does a search, nor a filter by the repository of somebody else.
    expect((await owner.browser.get(`${review}?search=bigcorp`)).body.total).toBe(0);
    expect((await owner.browser.get(`${review}?search=deploys`)).body.total).toBe(1);
    const probe = await owner.browser.get(`${review}?repository=${elsewhere.name}/secret-plan`);
    expect(probe.status).toBe(400);
  });

  it('lists no ended token, and finds the others by kind, holder, team, repository and use', async () => {
    const { owner, member, name, path, ids } = await world();
    const wide = await sampleToken(owner, { actions: ['pull'] });
    const mine = await sampleToken(member, { pattern: `${name}/app`, actions: ['pull', 'push'] });
    const web = await sampleToken(member, { pattern: `${name}/team-*`, actions: ['pull'] });
    const gone = await sampleToken(member, { actions: ['pull'] });
    await member.browser.delete(`/api/tokens/${gone.id}`);
    const soon = new Date(lanyard().clock.now() + 3_600_000).toISOString();
    const brief = await sampleToken(member, { actions: ['pull'] }, soon);
    const own = (
      await owner.browser.post(`${path}/tokens`, {
        description: 'ci',
        grants: [{ pattern: `${name}/*`, actions: ['pull', 'push'] }],
      })
    ).body;
    await requestToken(lanyard(), {
      credential: `${member.name}:${mine.secret}`,
      scopes: [`repository:${name}/app:pull`],
    });
    await usesWritten(lanyard());
    const sorted = (...tokens: readonly { readonly id: string }[]) => tokens.map(({ id }) => id).sort();
    expect(await ids('')).toEqual(sorted(wide, mine, web, brief, own.token));
    expect(await ids('kind=oat')).toEqual(sorted(own.token));
    expect(await ids(`holder=${member.name}`)).toEqual(sorted(mine, web, brief));
    expect(await ids(`search=${member.name.toUpperCase()}`)).toEqual(sorted(mine, web, brief));
    expect(await ids('team=web')).toEqual(sorted(mine, web, brief));
    expect(await ids(`repository=${name}/app`)).toEqual(sorted(wide, mine, brief, own.token));
    expect(await ids(`repository=${name}/team-web`)).toEqual(sorted(wide, web, brief, own.token));
    expect(await ids('expiry=none')).toEqual(sorted(wide, mine, web, own.token));
    expect(await ids('unusedDays=1')).toEqual(sorted(wide, web, brief, own.token));
    // Filters together, the organization as a holder, and names that there are not.
    expect(await ids(`holder=${name}`)).toEqual(sorted(own.token));
    expect(await ids(`team=web&repository=${name}/app&unusedDays=1`)).toEqual(sorted(brief));
    expect(await ids(`team=web&holder=${owner.name}`)).toEqual([]);
    for (const none of ['team=none', 'holder=none', `repository=${name}/none`]) expect(await ids(none)).toEqual([]);
    await member.browser.patch(`/api/tokens/${web.id}`, { active: false });
    expect(await ids('status=inactive')).toEqual(sorted(web));
    lanyard().clock.advance(3_600);
    await owner.browser.signIn(owner.name, owner.password);
    expect(await ids('')).toEqual(sorted(wide, mine, web, own.token));
  });

  it('says what holds a token back', async () => {
    const { owner, member, name, path, list } = await world();
    await sampleToken(member, { actions: ['pull'] });
    const heldBack = async () => (await list(`holder=${member.name}`)).tokens;
    expect(await heldBack()).toMatchObject([{ heldBack: null }]);
    await owner.browser.patch(`${path}/policy`, { maximumTokenLifetimeSeconds: 3_600 });
    await noticeOver(lanyard(), name);
    expect(await heldBack()).toMatchObject([{ heldBack: 'lifetime', reach: { actions: [] } }]);
    await owner.browser.patch(`${path}/policy`, { maximumTokenLifetimeSeconds: null, tokenSignOnSeconds: 86_400 });
    expect(await heldBack()).toMatchObject([{ heldBack: 'single-sign-on', reach: { actions: ['pull'] } }]);
    const root = await sampleAccount(lanyard(), 'root', { isAdministrator: true });
    await root.browser.patch(`/api/accounts/${member.name}`, { active: false });
    expect(await heldBack()).toMatchObject([{ heldBack: 'disabled' }]);
  });

  it('is only for owners: not for members, strangers, owners of other organizations or administrators', async () => {
    const { owner, member, stranger, review } = await world();
    const other = await sampleOrganization(lanyard());
    const administrator = await sampleAccount(lanyard(), 'admin', { isAdministrator: true });
    for (const address of [review, `${review}/export?format=csv`]) {
      const statuses = [owner, member, stranger, other.owner, administrator].map(
        async ({ browser }) => (await browser.get(address)).status,
      );
      expect(await Promise.all(statuses)).toEqual([200, 403, 404, 404, 404]);
    }
  });

  it('is exported as CSV and as JSON lines, in which nothing runs in a spreadsheet', async () => {
    const { owner, member, name, review } = await world();
    await owner.browser.post('/api/tokens', {
      description: '=HYPERLINK("https://example.com")',
      grants: [{ pattern: `${name}/*`, actions: ['pull'] }],
    });
    for (let count = 0; count < 3; count += 1) await sampleToken(member, { actions: ['pull', 'push'] });
    const csv = await owner.browser.get(`${review}/export?format=csv`);
    expect(csv.headers.get('content-disposition')).toContain(`access-${name}-`);
    const [head, first, ...more] = csv.body.trimEnd().split('\r\n');
    expect(head).toMatch(/^id,kind,origin,signedInWith,description,/);
    expect(first).toContain(`"'=HYPERLINK(""https://example.com"")"`);
    expect(more).toHaveLength(3);
    const lines = (await owner.browser.get(`${review}/export?format=jsonl&holder=${member.name}`)).body;
    const tokens = lines
      .trimEnd()
      .split('\n')
      .map((line: string) => JSON.parse(line));
    expect(tokens).toHaveLength(3);
    expect(tokens[0]).toMatchObject({ holder: { name: member.name }, reach: { actions: ['pull', 'push'] } });
  });
});
