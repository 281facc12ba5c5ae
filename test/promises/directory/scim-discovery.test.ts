import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshName } from '../../support/lanyard/accounts.ts';
import { type SampleDirectory, sampleDirectory, userOf } from '../../support/lanyard/directory.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';

interface Attribute {
  readonly name: string;
  readonly subAttributes?: readonly Attribute[];
}

const COMMON = ['schemas', 'id', 'externalId', 'meta'];

describe('the SCIM discovery endpoints', () => {
  let dns: DnsServer;
  let lanyard: Lanyard;
  let place: SampleDirectory;
  beforeAll(async () => {
    dns = await startDnsServer();
    lanyard = await startLanyard({ settings: { LANYARD_DNS_SERVERS: dns.address } });
    place = await sampleDirectory(lanyard, dns);
  });
  afterAll(async () => {
    await lanyard.stop();
    await dns.stop();
  });

  const get = (path: string) => place.scim('GET', path);

  it("are also at Docker Hub's address, with all resources, for the organization of the token", async () => {
    const headers = { authorization: `Bearer ${place.secret}`, 'content-type': 'application/scim+json' };
    const atHub = (method: string, path: string, body?: unknown) =>
      lanyard.browser().request(method, `/v2/scim/2.0${path}`, { headers, body });
    for (const path of ['/ServiceProviderConfig', '/ResourceTypes', '/ResourceTypes/User', '/Schemas']) {
      expect([path, (await atHub('GET', path)).body]).toEqual([path, (await get(path)).body]);
    }
    const made = await atHub('POST', '/Users', userOf(`${freshName('ada')}@${place.domain}`));
    expect(made.status).toBe(201);
    expect((await place.scim('GET', `/Users/${made.body.id}`)).body).toEqual(made.body);
    const other = await sampleDirectory(lanyard, dns);
    expect((await other.scim('GET', `/Users/${made.body.id}`)).status).toBe(404);
    const { authorization } = { authorization: `Bearer ${other.secret}` };
    const foreign = await lanyard.browser().get(`/v2/scim/2.0/Users/${made.body.id}`, { authorization });
    expect(foreign.status).toBe(404);
  });

  it('list only the features that the server supports', async () => {
    const { status, headers, body } = await get('/ServiceProviderConfig');
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringMatching(/^application\/scim\+json/)]);
    const supported = ['patch', 'bulk', 'filter', 'changePassword', 'sort', 'etag'].filter(
      (one) => body[one].supported,
    );
    expect([supported, body.filter.maxResults]).toEqual([['patch', 'filter'], 200]);
    expect(body.authenticationSchemes).toMatchObject([{ type: 'oauthbearertoken', primary: true }]);
  });

  it('list each resource type with its endpoint and schema, and serve each one at its own address', async () => {
    const types = (await get('/ResourceTypes')).body;
    const schemas = (await get('/Schemas')).body;
    expect([types.totalResults, schemas.totalResults]).toEqual([2, 2]);
    for (const one of [...types.Resources, ...schemas.Resources]) {
      const { pathname } = new URL(one.meta.location);
      const own = await get(pathname.replace(`/scim/v2/organizations/${place.organization.name}`, ''));
      expect([own.status, own.body]).toEqual([200, one]);
    }
    for (const { endpoint, schema } of types.Resources) {
      expect([endpoint, (await get(endpoint)).status]).toEqual([endpoint, 200]);
      expect(schemas.Resources.map(({ id }: { id: string }) => id)).toContain(schema);
    }
  });

  it('list exactly the attributes that users and groups have', async () => {
    const { id } = (await place.user(freshName('ada'))).body;
    const content = { displayName: freshName('g'), members: [{ value: id }] };
    const group = (await place.scim('POST', '/Groups', content)).body;
    const user = (await get(`/Users/${id}`)).body;
    for (const resource of [user, group]) {
      const { attributes } = (await get(`/Schemas/${resource.schemas[0]}`)).body as { attributes: Attribute[] };
      const own = Object.keys(resource).filter((name) => !COMMON.includes(name));
      expect(attributes.map(({ name }) => name).sort()).toEqual(own.sort());
      for (const { name, subAttributes = [] } of attributes.filter((one) => one.subAttributes)) {
        expect(subAttributes.map((one) => one.name).sort()).toEqual(Object.keys(resource[name][0]).sort());
      }
    }
  });

  it('R25: answer only the directory of that organization, and refuse filters', async () => {
    const other = await sampleDirectory(lanyard, dns);
    const headers = { authorization: `Bearer ${other.secret}` };
    for (const path of ['/ServiceProviderConfig', '/ResourceTypes', '/ResourceTypes/User', '/Schemas']) {
      const address = `/scim/v2/organizations/${place.organization.name}${path}`;
      const { status } = await lanyard.browser().request('GET', address, { headers });
      expect([path, status, (await lanyard.browser().get(address)).status]).toEqual([path, 404, 401]);
    }
    expect((await get('/Schemas?filter=id%20pr')).status).toBe(403);
    expect([(await get('/Schemas/x')).status, (await get('/ResourceTypes/user')).status]).toEqual([404, 404]);
  });
});
