import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DnsServer, startDnsServer } from '../harness/start-dns-server.ts';
import { trailOf } from '../lanyard/audit-trail.ts';
import { describeLanyard } from '../lanyard/describe-lanyard.ts';
import { freshName, type SampleOrganization, sampleOrganization } from '../lanyard/sample-organization.ts';

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer();
});
afterAll(() => dns.stop());

const settings = () => ({ LANYARD_DNS_SERVERS: dns.address });

describeLanyard(
  'e-mail domains of an organization',
  (lanyard) => {
    async function withDomain(name = `${freshName('corp')}.example.com`) {
      const organization = await sampleOrganization(lanyard());
      const domains = `${organization.path}/domains`;
      const { status, body } = await organization.owner.browser.post(domains, { name });
      expect(status).toBe(201);
      const verify = () => organization.owner.browser.post(`${domains}/${name}/verify`);
      return { organization, domains, name, record: body.record, verify };
    }

    const listed = async ({ owner, path }: SampleOrganization) =>
      (await owner.browser.get(`${path}/domains`)).body.domains;

    it('are proven by the TXT record that the answer tells, with an event for each step', async () => {
      const { organization, name, record, verify } = await withDomain();
      expect(record).toEqual({
        name: `_lanyard-challenge.${name}`,
        value: expect.stringMatching(/^lanyard-verification=[\w-]{32}$/),
      });
      expect((await verify()).status).toBe(409);
      expect((await listed(organization))[0]).toMatchObject({ name, status: 'pending', verifiedAt: null });
      dns.setTxt(record.name, ['v=spf1 -all', record.value]);
      const trail = await trailOf(lanyard(), async () => {
        expect((await verify()).body).toMatchObject({ name, status: 'verified' });
        expect((await verify()).status).toBe(200);
      });
      expect(trail).toEqual([`${organization.owner.name} domain.verified ${organization.name}`]);
      expect((await listed(organization))[0]).toMatchObject({ status: 'verified', verifiedAt: expect.any(String) });
    });

    it("are not proven by another organization's record, a part of one, or one at another name", async () => {
      const [first, second] = [await withDomain('shared.example.com'), await withDomain('shared.example.com')];
      expect(first.record.value).not.toBe(second.record.value);
      dns.setTxt(first.record.name, [first.record.value, `x${second.record.value}`, second.record.value.slice(0, -1)]);
      dns.setTxt('shared.example.com', [second.record.value]);
      expect((await second.verify()).status).toBe(409);
      expect((await first.verify()).status).toBe(200);
    });

    it('belong to one organization: whoever proves it too is told, until it is given up', async () => {
      const [first, second] = [await withDomain('one.example.com'), await withDomain('one.example.com')];
      dns.setTxt(first.record.name, [first.record.value, second.record.value]);
      const answers = await Promise.all([first.verify(), second.verify()]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const [holder, other] = answers[0]?.status === 200 ? [first, second] : [second, first];
      const { owner, name } = holder.organization;
      const trail = await trailOf(lanyard(), async () => {
        expect((await owner.browser.delete(`${holder.domains}/one.example.com`)).status).toBe(204);
        expect((await owner.browser.delete(`${holder.domains}/one.example.com`)).status).toBe(404);
      });
      expect(trail).toEqual([`${owner.name} domain.removed ${name}`]);
      expect((await other.verify()).status).toBe(200);
    });

    it('get another challenge when they are named again: an old record proves nothing', async () => {
      const { organization, domains, name, record } = await withDomain();
      dns.setTxt(record.name, [record.value]);
      await organization.owner.browser.delete(`${domains}/${name}`);
      const again = await organization.owner.browser.post(domains, { name });
      expect(again.body.record.value).not.toBe(record.value);
      expect((await organization.owner.browser.post(`${domains}/${name}/verify`)).status).toBe(409);
    });

    it('have one spelling', async () => {
      const { owner, path } = await sampleOrganization(lanyard());
      const add = async (name: string) => (await owner.browser.post(`${path}/domains`, { name })).body.name;
      expect(await add(' Upper.Example.COM. ')).toBe('upper.example.com');
      expect(await add('bücher.example')).toBe('xn--bcher-kva.example');
      expect((await owner.browser.post(`${path}/domains`, { name: 'BÜCHER.example' })).status).toBe(409);
    });

    it.each([
      'com',
      'localhost',
      '127.0.0.1',
      '0x7f.1',
      '[::1]',
      '::1',
      '',
      '.',
      'a..com',
      '-a.com',
      'a_b.com',
      '*.example.com',
      'a b.com',
      'user@example.com',
      'example.com/x',
      `${'a'.repeat(64)}.com`,
      `${'a.'.repeat(120)}com`,
    ])('cannot be %j', async (name) => {
      const { owner, path } = await sampleOrganization(lanyard());
      const { status, body } = await owner.browser.post(`${path}/domains`, { name });
      expect([status, body.error.field]).toEqual([400, 'name']);
    });

    it('R25: are for owners alone; strangers see no organization', async () => {
      const { organization, domains, name } = await withDomain();
      const { member, stranger } = organization;
      for (const [person, expected] of [[member, 403] as const, [stranger, 404] as const]) {
        const answers = [
          await person.browser.get(domains),
          await person.browser.post(domains, { name: 'other.example.com' }),
          await person.browser.post(`${domains}/${name}/verify`),
          await person.browser.delete(`${domains}/${name}`),
        ];
        expect(answers.map(({ status }) => status)).toEqual([expected, expected, expected, expected]);
      }
      expect(await listed(organization)).toHaveLength(1);
    });

    it('a server of names that is silent costs a clear 503 within five seconds, and nothing changes', async () => {
      const { organization, verify } = await withDomain();
      dns.setSilent(true);
      const { status, body } = await verify();
      dns.setSilent(false);
      expect([status, body.error.message]).toEqual([503, expect.stringContaining('DNS')]);
      expect((await listed(organization))[0]).toMatchObject({ status: 'pending' });
    }, 10_000);
  },
  settings,
);
