import { randomUUID } from 'node:crypto';
import { DEFAULT_POLICY } from '@lanyard/core/organizations/organization-policy';
import { Secret } from '@lanyard/core/secret';
import { newAccessToken } from '@lanyard/core/tokens/access-token';
import { type SampleAccount, sampleAccount } from './accounts.ts';
import { writeExisting } from './audit.ts';
import type { Answer, Browser } from './browser.ts';
import { forgetCount } from './existing-counts.ts';
import type { Lanyard } from './start-lanyard.ts';
import { type HubClient, hubClient } from './tokens.ts';

/** Ada and Bob are owners besides the acting one. Eve and Joe are members. Only their memberships change. */
export const PEOPLE = ['ada', 'bob', 'eve', 'joe'] as const;

export interface Crowd {
  readonly owner: SampleAccount;
  /** Docker Hub's interface, as the owner. */
  readonly hub: HubClient;
  readonly ids: Readonly<Record<(typeof PEOPLE)[number], string>>;
}

export async function sampleCrowd(lanyard: Lanyard): Promise<Crowd> {
  const owner = await sampleAccount(lanyard, 'root');
  const accounts = await Promise.all(PEOPLE.map((name) => sampleAccount(lanyard, name)));
  const hub = await hubClient(lanyard, owner);
  return { owner, hub, ids: Object.fromEntries(accounts.map(({ name, id }) => [name, id])) as Crowd['ids'] };
}

/** One organization with some of everything: teams crew (Ada, Eve) and deck, a repository with rights, a token. */
export interface ParallelWorld {
  readonly browser: Browser;
  readonly hub: HubClient;
  readonly ids: Crowd['ids'];
  readonly name: string;
  /** `/api/organizations/NAME`. */
  readonly path: string;
  readonly organizationId: string;
  readonly tokenId: string;
  /** The address of `app`, with `?name=`. */
  readonly repository: string;
  /**
   * Sends SCIM requests as the organization's directory, which provisioned Ada, Eve and Joe and manages crew. `path` is
   * a text such as `/Groups`.
   */
  scim(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Crew's id in SCIM. */
  readonly groupId: string;
}

/** An image of `app` in quarantine. */
export const QUARANTINED = `sha256:${'d'.repeat(64)}`;

const CHANGES = ['changes-hour', 'changes-day'] as const;
let made = 0;

export async function parallelWorld(lanyard: Lanyard, { owner, hub, ids }: Crowd): Promise<ParallelWorld> {
  made += 1;
  // At full size, the owner makes more changes than a person may make in a day.
  if (made % 100 === 0) for (const limit of CHANGES) await forgetCount(lanyard, { limit, of: owner.id });
  const name = `w${made}`;
  const createdAt = lanyard.clock.now();
  const rules = { policy: DEFAULT_POLICY, termsStricterSince: {}, pendingRules: {} };
  const organization = { id: randomUUID(), name, ...rules, createdAt };
  const [organizationId, crew, deck, app] = [organization.id, randomUUID(), randomUUID(), randomUUID()];
  const token = newAccessToken({
    id: randomUUID(),
    kind: 'oat',
    ownerId: organizationId,
    description: 'ci',
    grants: [{ type: 'repository', pattern: `${name}/*`, actions: ['pull'], visibility: 'any' }],
    createdAt,
    createdBy: owner.name,
    createdAddress: '192.0.2.1',
    createdClient: 'test',
    expiresAt: null,
  });
  const directorySecret = randomUUID();
  const directoryDigest = lanyard.services.digester.digest('scim-token', new Secret(directorySecret));
  await writeExisting(lanyard, async (records) => {
    const { organizations, teams, repositories, tokens, domains, scimTokens, scimUsers, scimGroups } = records;
    await organizations.insert(organization);
    for (const id of [owner.id, ids.ada, ids.bob])
      await organizations.putMember(organizationId, id, 'owner', createdAt);
    for (const id of [ids.eve, ids.joe]) await organizations.putMember(organizationId, id, 'member', createdAt);
    await teams.insert({ id: crew, organizationId, name: 'crew', createdAt });
    await teams.insert({ id: deck, organizationId, name: 'deck', createdAt });
    for (const id of [ids.ada, ids.eve]) await teams.addMember(crew, id);
    await repositories.insert({ id: app, namespace: name, name: 'app', visibility: 'private', createdAt });
    await repositories.putRight(app, 'account', ids.eve, 'write');
    await repositories.putRight(app, 'team', crew, 'read');
    await tokens.insert(token, randomUUID());
    const registryId = (await records.registries.byName('default'))?.id ?? '';
    const image = { registryId, repository: `${name}/app`, digest: QUARANTINED };
    await records.quarantines.insert({ ...image, reason: 'old', source: 'owner', madeBy: 'ada', createdAt });
    await scimTokens.put(organizationId, directoryDigest, createdAt);
    for (const person of ['ada', 'eve', 'joe'] as const) {
      const times = { createdAt, disabledAt: null, deletedAt: null };
      const user = { userName: `${person}@${name}.example`, externalId: null, ...times } as const;
      await scimUsers.put({ organizationId, accountId: ids[person], ...user, consent: 'given', wantedActive: true });
    }
    await scimGroups.put({ organizationId, teamId: crew, displayName: 'Crew', externalId: null, createdAt });
    await domains.insert({ organizationId, name: `${name}.example`, challenge: 'x', createdAt, verifiedAt: null });
  });
  const repository = `name=${name}/app`;
  const headers = { authorization: `Bearer ${directorySecret}`, 'content-type': 'application/scim+json' };
  return {
    browser: owner.browser,
    hub,
    ids,
    scim: (method, path, body) =>
      lanyard.browser().request(method, `/scim/v2/organizations/${name}${path}`, { headers, body }),
    groupId: crew,
    name,
    path: `/api/organizations/${name}`,
    organizationId,
    tokenId: token.id,
    repository,
  };
}

export type Act = (world: ParallelWorld) => Promise<Answer>;

/** The final state and the events, without names and ids that exist only in this world. */
export async function stateOf({ services }: Lanyard, { organizationId, name }: ParallelWorld): Promise<string> {
  const { organizations, teams, repositories, tokens, domains, audit, scimTokens, scimGroups } = services.store.read;
  const page = { page: 1, pageSize: 100 };
  const found = await organizations.byId(organizationId);
  const crews = await teams.ofOrganization(organizationId);
  const { items } = await repositories.ofNamespace(name, page);
  const events = (await audit.list({ namespace: name, ...page })).items;
  const state = {
    policy: found?.policy,
    members: (await organizations.members(organizationId, page)).items.map((one) => [one.accountName, one.role]),
    teams: await Promise.all(
      crews.map(async (one) => [one.name, (await teams.members(one.id)).map((m) => m.accountName)]),
    ),
    repositories: await Promise.all(
      items.map(async (one) => [one.name, one.visibility, (await repositories.rights(one.id)).map(held).sort()]),
    ),
    quarantines: (await services.store.read.quarantines.ofRepository(`${name}/app`, page)).items.map((one) => [
      one.digest,
      one.reason,
    ]),
    tokens: (await tokens.list({ ownerId: organizationId, now: 0, ...page })).items.map((one) => [
      one.description,
      one.deactivatedAt !== null,
      one.grants,
    ]),
    domains: (await domains.ofOrganization(organizationId)).map((one) => one.name),
    groups: (await scimGroups.list(organizationId, { offset: 0, limit: 100 })).items.map((one) => one.displayName),
    hasScimToken: (await scimTokens.createdAt(organizationId)) !== undefined,
    events: events.map(({ action, subject, data }) => `${action} ${subject.name} ${JSON.stringify(data)}`).sort(),
  };
  return JSON.stringify(state, null, 1).replaceAll(new RegExp(`\\b${name}\\b`, 'g'), 'acme');
}

function held({
  subjectType,
  subjectName,
  right,
}: {
  subjectType: string;
  subjectName: string;
  right: string;
}): string {
  return `${subjectType} ${subjectName} ${right}`;
}
