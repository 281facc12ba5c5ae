import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Adoption, adoptRepositories } from '@lanyard/server/features/repositories/adopt-repositories';
import { describe, expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { trailOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { operatorRuns, operatorSees } from '../../support/lanyard/operator.ts';
import type { Lanyard } from '../../support/lanyard/start-lanyard.ts';
import { claimsOf, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { serveHttp } from '../../support/programs/serve-http.ts';

const PAGE = 1000;

/** A registry's catalogue, in pages as the distribution specification defines them. */
function catalogOf(names: readonly unknown[]) {
  return serveHttp((request, response) => {
    const { access, aud } = claimsOf(request.headers.authorization?.split(' ')[1] ?? '..');
    const isAllowed =
      aud === 'lanyard' && access.some(({ type, name }: Entry) => `${type}:${name}` === 'registry:catalog');
    if (!isAllowed) return void response.writeHead(401).end();
    const from = Number(new URL(request.url ?? '', 'http://x').searchParams.get('last') ?? 0);
    const end = from + PAGE;
    if (end < names.length) response.setHeader('link', `</v2/_catalog?last=${end}&n=${PAGE}>; rel="next"`);
    response.end(JSON.stringify({ repositories: names.slice(from, end) }));
  });
}

interface Entry {
  readonly type: string;
  readonly name: string;
}

describeLanyard('the repositories that a registry already has', (lanyard) => {
  const adopt = (url: string, ...options: readonly string[]) =>
    operatorRuns(lanyard(), ['registry', 'adopt', 'default', '--url', url, ...options].join(' '));

  it('are adopted for the owner of their namespace, or for a new organization as the rules say; not by a dry run', async () => {
    const [ada, bob] = [
      await sampleAccount(lanyard(), freshName('ada')),
      await sampleAccount(lanyard(), freshName('bob')),
    ];
    const [dotted, lined, rest] = [freshName('acme.io'), freshName('my_team'), freshName('rest')];
    const names = [`${ada.name}/tool`, `${dotted}/app`, `${dotted}/a/b__c.d`, `${lined}/app`, `${rest}/app`];
    await using catalog = await catalogOf([
      ...names,
      'Upper/case',
      `${lined}/.hidden`,
      'anonymous/app',
      'x'.repeat(300),
    ]);
    const rules = ['--owner', `${dotted}/*=${ada.name}`, '--owner', `${lined}*=${bob.name}`];
    const dry = await trailOf(lanyard(), async () => {
      const printed = await adopt(catalog.url, ...rules, '--dry-run');
      expect(printed).toContain(`adopt       ${dotted}/app  for ${dotted}, a new organization of ${ada.name}\n`);
      expect(printed).toContain(`no owner    ${rest}/app  nobody owns ${rest}; name an owner with --owner\n`);
      expect(printed).toMatch(/4 would be adopted, 0 known, 1 without an owner, 4 impossible\n$/);
    });
    expect(dry).toEqual([]);
    const trail = await trailOf(lanyard(), () => adopt(catalog.url, ...rules));
    expect(trail.toSorted()).toEqual(
      [
        ...[dotted, lined].map((name) => `operator organization.created ${name}`),
        ...names.slice(0, 4).map((name) => `operator repository.created ${name}`),
      ].toSorted(),
    );
    expect(await adopt(catalog.url, ...rules)).toMatch(/0 adopted, 4 known, 1 without an owner, 4 impossible\n$/);
    const { body } = await ada.browser.get(`/api/repositories?namespace=${dotted}`);
    expect(body.repositories).toMatchObject([
      { name: `${dotted}/a/b__c.d`, visibility: 'private' },
      { name: `${dotted}/app`, visibility: 'private' },
    ]);
    expect(await pulled(lanyard(), ada, `${dotted}/app`)).toEqual(['pull']);
    expect(await pulled(lanyard(), bob, `${dotted}/app`)).toEqual([]);
    expect(await pulled(lanyard(), bob, `${lined}/app`)).toEqual(['pull']);
  });

  it('a rule for an account that does not exist adopts nothing', async () => {
    await using catalog = await catalogOf([`${freshName('some')}/app`]);
    await expect(adopt(catalog.url, '--owner', '*=nobody-here')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('can be 10,000, with some names that are impossible; the operator sees how far it is', async () => {
    const base = freshName('many');
    const names = Array.from({ length: 10_000 }, (_, at) => (at % 100 === 7 ? `No/${at}\u001b[31m` : `${base}/r${at}`));
    await using catalog = await catalogOf(names);
    const ada = await sampleAccount(lanyard(), freshName('ada'));
    const options = ['--url', catalog.url, '--owner', `*=${ada.name}`];
    const run = (...more: readonly string[]) =>
      operatorSees(lanyard(), ['registry', 'adopt', 'default', ...options, ...more].join(' '));
    const dry = await run('--dry-run');
    expect(dry.printed).toMatch(/9900 would be adopted, 0 known, 0 without an owner, 100 impossible\n$/);
    expect(dry.printed).not.toContain('\u001b');
    expect(dry.progress).toEqual(Array.from({ length: 10 }, (_, page) => `read ${page + 1}000 names\n`));
    const real = await run('--json');
    const outcomes = Map.groupBy(JSON.parse(real.printed) as readonly Adoption[], ({ outcome }) => outcome);
    expect([...outcomes].map(([outcome, all]) => [outcome, all.length])).toEqual([
      ['adopted', 9900],
      ['impossible', 100],
    ]);
    expect(real.progress.slice(10)).toEqual(
      Array.from({ length: 50 }, (_, part) => `recorded ${Math.min((part + 1) * 200, 9900)} of 9900\n`),
    );
    expect((await ada.browser.get(`/api/repositories?namespace=${base}&pageSize=1`)).body.total).toBe(9900);
  });

  it('can be adopted again after a run that stopped half-way', async () => {
    const base = freshName('half');
    const ada = await sampleAccount(lanyard(), freshName('ada'));
    const names = Array.from({ length: 300 }, (_, at) => `${base}/r${at}`);
    const input = {
      registry: 'default',
      names,
      rules: [{ pattern: '*', account: ada.name }],
      visibility: 'private' as const,
    };
    const stopping = adoptRepositories(lanyard().services, input, () => {
      throw new Error('stopped');
    });
    await expect(stopping).rejects.toThrow('stopped');
    await using catalog = await catalogOf(names);
    expect(await adopt(catalog.url)).toMatch(/100 adopted, 200 known, 0 without an owner, 0 impossible\n$/);
  });

  it.each([
    [
      'a page elsewhere',
      (response: ServerResponse) =>
        response.setHeader('link', '<https://evil.example/v2/_catalog>; rel="next"').end('{"repositories":["a/b"]}'),
      'a next page elsewhere',
    ],
    [
      'pages without end',
      (response: ServerResponse) =>
        response.setHeader('link', `</v2/_catalog?n=${Math.random()}>; rel="next"`).end('{"repositories":[]}'),
      'empty and names a next one',
    ],
    [
      'names that fill the memory',
      (response: ServerResponse) =>
        response
          .setHeader('link', `</v2/_catalog?n=${Math.random()}>; rel="next"`)
          .end(JSON.stringify({ repositories: ['a'.repeat(8_000_000)] })),
      'longer than 64 MiB together',
    ],
    ['what is no list', (response: ServerResponse) => response.end('{"repositories":[1]}'), 'not a list of names'],
    [
      'a redirect',
      (response: ServerResponse) => response.writeHead(302, { location: '/elsewhere' }).end(),
      'answered 302',
    ],
  ] as const)('are not read from a registry that answers with %s', async (_what, answer, reason) => {
    await using registry = await serveHttp((_request: IncomingMessage, response) => void answer(response));
    const reading = adopt(registry.url);
    await expect(reading).rejects.toMatchObject({ code: 'invalid-input', data: { field: 'registry' } });
    await expect(reading).rejects.toMatchObject({ data: { reason: expect.stringContaining(reason) } });
  });

  describe('with one segment, or in library', () => {
    it('belong to the organization library, which only administrators create', async () => {
      const [root, ada] = [
        await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true }),
        await sampleAccount(lanyard(), freshName('ada')),
      ];
      await using catalog = await catalogOf(['alpine', 'library/alpine', 'library']);
      const { status, body } = await ada.browser.post('/api/organizations', { name: 'library' });
      expect([status, body.error.field]).toEqual([400, 'name']);
      expect(await adopt(catalog.url)).toMatch(/0 adopted, 0 known, 3 without an owner, 0 impossible\n$/);
      expect((await root.browser.post('/api/organizations', { name: 'library' })).status).toBe(201);
      expect(await adopt(catalog.url)).toMatch(/3 adopted, 0 known/);
      const listed = (await root.browser.get('/api/repositories?namespace=library')).body.repositories;
      expect(listed.map(({ name }: Entry) => name).toSorted()).toEqual(['alpine', 'library', 'library/alpine']);
      expect([await pulled(lanyard(), root, 'alpine'), await pulled(lanyard(), ada, 'alpine')]).toEqual([['pull'], []]);
      await root.browser.patch('/api/repository?name=alpine', { visibility: 'public' });
      expect(await pulled(lanyard(), ada, 'alpine')).toEqual(['pull']);
      expect(await pulled(lanyard(), ada, 'library/alpine')).toEqual([]);
      const grants = [{ pattern: 'alpine', actions: ['pull'] }];
      const made = await root.browser.post('/api/organizations/library/tokens', { description: 'mirror', grants });
      expect(made.status).toBe(201);
      const { events } = (await root.browser.get('/api/audit?namespace=library&action=repository.changed')).body;
      expect(events).toMatchObject([{ subject: { name: 'alpine' } }]);
    });

    it('no other organization has a token for one segment, and a prefix without a slash is refused', async () => {
      const ada = await sampleAccount(lanyard(), freshName('ada'));
      const name = freshName('acme.io');
      expect((await ada.browser.post('/api/organizations', { name })).status).toBe(201);
      for (const pattern of ['alpine', 'alp*', `${name}*`, name]) {
        const grants = [{ pattern, actions: ['pull'] }];
        const { status, body } = await ada.browser.post(`/api/organizations/${name}/tokens`, {
          description: 'x',
          grants,
        });
        expect([pattern, status, body.error.field]).toEqual([pattern, 400, 'grants[0].pattern']);
      }
    });
  });
});

/** What a token of this account with all rights gets there. */
async function pulled(lanyard: Lanyard, account: SampleAccount, repository: string): Promise<readonly string[]> {
  const { secret } = await sampleToken(account, { actions: ['pull'] });
  const request = { credential: `${account.name}:${secret}`, scopes: [`repository:${repository}:pull`] };
  const { body } = await requestToken(lanyard, request);
  return claimsOf(body.token).access.flatMap(({ actions }: { readonly actions: readonly string[] }) => actions);
}
