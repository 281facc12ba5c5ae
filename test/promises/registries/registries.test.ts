import { decodeProtectedHeader } from 'jose';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { freshName, sampleAccount } from '../../support/lanyard/accounts.ts';
import { trailOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import type { Lanyard } from '../../support/lanyard/start-lanyard.ts';

async function keyIdOf(lanyard: Lanyard, service: string): Promise<string | undefined> {
  const { body } = await lanyard.browser().get(`/token?service=${service}`);
  return decodeProtectedHeader(body.token).kid;
}

const administratorOf = (lanyard: Lanyard) => sampleAccount(lanyard, freshName('root'), { isAdministrator: true });

describeLanyard('registries', (lanyard) => {
  it('an administrator adds a registry, which is served at once and has its own root', async () => {
    const root = await administratorOf(lanyard());
    const [first, second] = [freshName('first'), freshName('second')];
    const add = (name: string) => root.browser.post('/api/registries', { name, service: `${name}.example.com` });
    expect(await trailOf(lanyard(), () => add(first))).toEqual([`${root.name} registry.created ${first}`]);
    expect((await add(second)).body).toMatchObject({ kind: 'distribution', tokenTtlSeconds: 300 });
    expect((await add(second)).status).toBe(409);
    const certificateOf = async (name: string) =>
      (await root.browser.get(`/api/registries/${name}`)).body.trustedCertificate;
    expect(await certificateOf(first)).toContain('BEGIN CERTIFICATE');
    expect(await certificateOf(first)).not.toBe(await certificateOf(second));
    expect(await keyIdOf(lanyard(), `${first}.example.com`)).not.toBe(
      await keyIdOf(lanyard(), `${second}.example.com`),
    );
  });

  it('rotating a registry gives it a new signing leaf at once, under the same root', async () => {
    const root = await administratorOf(lanyard());
    const before = await keyIdOf(lanyard(), 'lanyard');
    const { trustedCertificate } = (await root.browser.get('/api/registries/default')).body;
    lanyard().clock.advance(1);
    const rotate = () => root.browser.post('/api/registries/default/rotate');
    expect(await trailOf(lanyard(), rotate)).toEqual([`${root.name} registry.keys-rotated default`]);
    expect(await keyIdOf(lanyard(), 'lanyard')).not.toBe(before);
    expect((await root.browser.get('/api/registries/default')).body.trustedCertificate).toBe(trustedCertificate);
  });

  it('a registry of kind zot cannot be rotated, because it has one fixed key', async () => {
    const root = await administratorOf(lanyard());
    const name = freshName('zot');
    expect((await root.browser.post('/api/registries', { name, service: name, kind: 'zot' })).status).toBe(201);
    expect((await root.browser.post(`/api/registries/${name}/rotate`)).status).toBe(409);
  });

  it('each registry has the configuration that makes it trust this server, with the certificate that it names', async () => {
    const root = await administratorOf(lanyard());
    const { trustedCertificate } = (await root.browser.get('/api/registries/default')).body;
    const token = { realm: `${lanyard().url}/token`, service: 'lanyard', issuer: lanyard().url };
    const configurationFor = (query: string) => root.browser.get(`/api/registries/default/configuration?for=${query}`);

    const older = (await configurationFor('distribution-2.8')).body;
    expect(older).toMatchObject({ certificatePath: '/etc/lanyard/root.pem', trustedCertificate });
    expect(parse(older.configuration)).toEqual({
      auth: { token: { ...token, rootcertbundle: '/etc/lanyard/root.pem' } },
    });
    const newer = (await configurationFor('distribution-3&certificatePath=/etc/root.pem')).body;
    expect(newer).toMatchObject({ certificatePath: '/etc/root.pem', trustedCertificate });
    expect(parse(newer.configuration)).toEqual({
      auth: { token: { ...token, rootcertbundle: '/etc/root.pem', signingalgorithms: ['ES256'] } },
    });

    const name = freshName('zot');
    await root.browser.post('/api/registries', { name, service: name, kind: 'zot' });
    const { body } = await root.browser.get(`/api/registries/${name}/configuration?for=zot`);
    const bearer = { realm: token.realm, service: name, cert: '/etc/lanyard/root.pem' };
    expect(parse(body.configuration)).toMatchObject({ http: { auth: { bearer } } });
    expect(body.trustedCertificate).not.toBe(trustedCertificate);
  });

  it.each([
    ['default', '', 400],
    ['default', '?for=harbor', 400],
    ['default', '?for=zot', 400],
    ['default', '?for=distribution-3&certificatePath=', 400],
    ['default', '?for=distribution-3&certificatePath=/etc/a%0Aauth:%20none', 400],
    ['default', '?for=distribution-3&path=/etc/root.pem', 400],
    ['nowhere', '?for=distribution-3', 404],
  ])('refuses a configuration for %s%s with %d', async (name, query, status) => {
    const root = await administratorOf(lanyard());
    const answer = await root.browser.get(`/api/registries/${name}/configuration${query}`);
    expect([answer.status, answer.body.error.message]).toEqual([status, expect.any(String)]);
  });

  it.each([
    { name: 'A' },
    { service: 'two words' },
    { service: 'a"b' },
    { service: '' },
    { kind: 'harbor' },
    { tokenTtlSeconds: 59 },
    { tokenTtlSeconds: 901 },
    { leafNotBefore: 0 },
  ])('refuses to add a registry with %o and answers 400', async (wrong) => {
    const root = await administratorOf(lanyard());
    const name = freshName('registry');
    expect((await root.browser.post('/api/registries', { name, service: name, ...wrong })).status).toBe(400);
  });

  it('other accounts cannot see, add or rotate registries (R25)', async () => {
    const { browser } = await sampleAccount(lanyard(), freshName('ada'));
    const answers = [
      await browser.get('/api/registries'),
      await browser.get('/api/registries/default'),
      await browser.get('/api/registries/default/configuration?for=distribution-3'),
      await browser.post('/api/registries', { name: 'mine', service: 'mine' }),
      await browser.post('/api/registries/default/rotate'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
  });
});
