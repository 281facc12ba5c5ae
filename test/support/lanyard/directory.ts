import type { DnsServer } from '../programs/dns-server.ts';
import { freshName, type SampleAccount, type SampleOrganization, sampleOrganization } from './accounts.ts';
import type { Answer } from './browser.ts';
import type { Lanyard } from './start-lanyard.ts';

export interface SampleDirectory {
  readonly organization: SampleOrganization;
  /** The organization has proven it. */
  readonly domain: string;
  readonly secret: string;
  /** Sends a SCIM request with the organization's token. `path` is a text such as `/Users`. */
  scim(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Provisions a user of the domain. */
  user(name: string, more?: object): Promise<Answer>;
  /** Provisions an existing account of the domain, whose person then agrees. Returns the answer to the creation. */
  adopt(person: SampleAccount, more?: object): Promise<Answer>;
}

/** An organization with a proven domain and a SCIM token. */
export async function sampleDirectory(lanyard: Lanyard, dns: DnsServer): Promise<SampleDirectory> {
  const organization = await sampleOrganization(lanyard);
  const { owner, path, name } = organization;
  const domain = `${freshName('corp')}.${name}.example.org`;
  const { body } = await owner.browser.post(`${path}/domains`, { name: domain });
  dns.setTxt(body.record.name, [body.record.value]);
  const verified = await owner.browser.post(`${path}/domains/${domain}/verify`);
  const token = await owner.browser.post(`${path}/scim-token`);
  if (verified.status !== 200 || token.status !== 201) throw new Error('no directory was made');
  const headers = { authorization: `Bearer ${token.body.secret}`, 'content-type': 'application/scim+json' };
  const scim = (method: string, resource: string, content?: unknown) =>
    lanyard.browser().request(method, `/scim/v2/organizations/${name}${resource}`, { headers, body: content });
  const user = (local: string, more: object = {}) => scim('POST', '/Users', userOf(`${local}@${domain}`, more));
  const adopt = async (person: SampleAccount, more: object = {}) => {
    const answer = await user(person.name, more);
    const agreed = await person.browser.post(`/api/account/directory-requests/${name}/confirm`);
    if (agreed.status !== 204)
      throw new Error(`the agreement answered ${agreed.status} ${JSON.stringify(agreed.body)}`);
    return answer;
  };
  return { organization, domain, secret: token.body.secret, scim, user, adopt };
}

/** A user in the form of Entra ID. */
export function userOf(userName: string, more: object = {}) {
  return {
    schemas: [
      'urn:ietf:params:scim:schemas:core:2.0:User',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    ],
    userName,
    active: true,
    emails: [{ primary: true, type: 'work', value: userName }],
    name: { formatted: 'Ada Lovelace', familyName: 'Lovelace', givenName: 'Ada' },
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Engines' },
    ...more,
  };
}
