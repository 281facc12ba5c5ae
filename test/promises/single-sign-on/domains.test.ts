import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshName, type SampleOrganization, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { trailOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer();
});
afterAll(() => dns.stop());

const settings = () => ({ LANYARD_DNS_SERVERS: dns.address });

describeLanyard(
  'the e-mail domains of an organization',
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

    it('an owner proves a domain with the TXT record that the answer names, and each step records an event', async () => {
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

    it('a domain is not proven by the record of another organization, by a part of a record, or by one at another name', async () => {
      const [first, second] = [await withDomain('shared.example.com'), await withDomain('shared.example.com')];
      expect(first.record.value).not.toBe(second.record.value);
      dns.setTxt(first.record.name, [first.record.value, `x${second.record.value}`, second.record.value.slice(0, -1)]);
      dns.setTxt('shared.example.com', [second.record.value]);
      expect((await second.verify()).status).toBe(409);
      expect((await first.verify()).status).toBe(200);
    });

    it('only one organization can hold a domain; another one that proves it gets 409 until the holder removes it', async () => {
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

    it('a domain that is added again gets a new challenge, and the old record no longer proves it', async () => {
      const { organization, domains, name, record } = await withDomain();
      dns.setTxt(record.name, [record.value]);
      await organization.owner.browser.delete(`${domains}/${name}`);
      const again = await organization.owner.browser.post(domains, { name });
      expect(again.body.record.value).not.toBe(record.value);
      expect((await organization.owner.browser.post(`${domains}/${name}/verify`)).status).toBe(409);
    });

    it('each domain is stored in one spelling', async () => {
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
    ])('refuses %j as a domain', async (name) => {
      const { owner, path } = await sampleOrganization(lanyard());
      const { status, body } = await owner.browser.post(`${path}/domains`, { name });
      expect([status, body.error.field]).toEqual([400, 'name']);
    });

    it('R25: only owners see and change domains; for strangers the organization does not exist', async () => {
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

    it.each([
      ['in several pieces', (value: string) => [[value.slice(0, 8), '', value.slice(8, 21), value.slice(21)]]],
      ['among 99 others, too many for one packet', (value: string) => [...others(99), value]],
    ])('a domain is proven by a value %s', async (_how, recordsOf) => {
      const { record, verify } = await withDomain();
      dns.setTxt(record.name, recordsOf(record.value));
      expect((await verify()).status).toBe(200);
    });

    it('a domain is proven through a CNAME to another name, and then not by a record at its own', async () => {
      const [first, second] = [await withDomain(), await withDomain()];
      for (const { record, name } of [first, second]) dns.setAlias(record.name, `proofs.${name}`);
      dns.setTxt(`proofs.${first.name}`, [first.record.value]);
      dns.setTxt(second.record.name, [second.record.value]);
      expect([(await first.verify()).status, (await second.verify()).status]).toEqual([200, 409]);
    });

    it.each([
      ['in the wrong case', (value: string) => [value.toUpperCase(), value.replace('lanyard', 'Lanyard')]],
      ['with additional text around it', (value: string) => [` ${value}`, `${value} `, `"${value}"`, [value, 'x']]],
      ['in two records', (value: string) => [value.slice(0, 30), value.slice(30)]],
      ['after 200 others, because only the first hundred are read', (value: string) => [...others(200), value]],
      ['with invalid characters', (value: string) => [`${value}\u0000`, '\u00ff\u00fe']],
      ['that does not exist, at a name without records', () => []],
    ])('a domain is not proven by a value %s; the answer is 409 and nothing changes', async (_how, recordsOf) => {
      const { organization, record, verify } = await withDomain();
      dns.setTxt(record.name, recordsOf(record.value));
      const trail = await trailOf(lanyard(), async () => {
        const { status, body } = await verify();
        expect([status, body.error.message]).toEqual([409, expect.stringContaining(record.name)]);
      });
      expect([trail, (await listed(organization))[0].status]).toEqual([[], 'pending']);
    });

    it.each([
      ['reports a failure', 'failure'],
      ['sends half of an answer', 'half'],
      ['shortens its answer and does not answer over TCP', 'no-tcp'],
      ['does not answer', 'silent'],
    ] as const)(
      'a DNS server that %s leads to a 503 within five seconds, and nothing changes',
      async (_how, fault) => {
        const { organization, record, verify } = await withDomain();
        dns.setTxt(record.name, [record.value]);
        dns.setFault(fault);
        const trail = await trailOf(lanyard(), async () => {
          const { status, body } = await verify();
          expect([status, body.error.message]).toEqual([503, expect.stringContaining('DNS')]);
        });
        dns.setFault(undefined);
        expect([trail, (await listed(organization))[0].status]).toEqual([[], 'pending']);
        expect((await verify()).status).toBe(200);
      },
      10_000,
    );
  },
  settings,
);

/** Other TXT records, which domains usually have. */
function others(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `some-service-verification=${index}-${'x'.repeat(40)}`);
}
