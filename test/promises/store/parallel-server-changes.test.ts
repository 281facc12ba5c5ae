import type { ChainedAuditEvent } from '@lanyard/core/audit/audit-chain';
import { ROUTES } from '@lanyard/server/app/route-table';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../../packages/core/test/test-runs.ts';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import type { Answer } from '../../support/lanyard/browser.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import { violationsOf } from '../../support/lanyard/serial-orders.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { sampleToken } from '../../support/lanyard/tokens.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';

/** A registry. */
interface Place {
  readonly root: SampleAccount;
  readonly registry: string;
}

/** Two administrators who change each other, and a person whom both change. */
interface People {
  readonly root: SampleAccount;
  readonly ann: SampleAccount;
  readonly ben: SampleAccount;
  readonly joe: SampleAccount;
  readonly tokenId: string;
}

type Acts<World> = Readonly<Record<string, (world: World) => Promise<Answer>>>;

const changes =
  (body: unknown) =>
  ({ root, registry }: Place) =>
    root.browser.patch(`/api/registries/${registry}`, body);
const gate = { for: 'nginx', upstream: 'http://127.0.0.1:5000', host: 'registry.example.com' };

const OF_REGISTRIES: Acts<Place> = {
  'PATCH /api/registries/:name: its hosts': changes({ hosts: ['registry.example.com'] }),
  'PATCH /api/registries/:name: its internal address': changes({ internalUrl: 'http://10.0.0.9:5000' }),
  'PATCH /api/registries/:name: how long tokens live': changes({ tokenTtlSeconds: 120 }),
  'PATCH /api/registries/:name: how long tokens for pushing live': changes({ pushTokenTtlSeconds: 600 }),
  'POST /api/registries/:name/rotate': ({ root, registry }) => root.browser.post(`/api/registries/${registry}/rotate`),
  'POST /api/registries/:name/gate': ({ root, registry }) =>
    root.browser.post(`/api/registries/${registry}/gate`, gate),
};

const demote = (by: SampleAccount, whom: SampleAccount) =>
  by.browser.put(`/api/accounts/${whom.name}/administrator`, { isAdministrator: false });
const disable = (by: SampleAccount, whom: SampleAccount) =>
  by.browser.patch(`/api/accounts/${whom.name}`, { active: false });
const remove = (by: SampleAccount, whom: SampleAccount) => by.browser.delete(`/api/accounts/${whom.name}`);

const OF_ADMINISTRATORS: Acts<People> = {
  'PUT /api/accounts/:name/administrator: Ann demotes Ben': ({ ann, ben }) => demote(ann, ben),
  'PUT /api/accounts/:name/administrator: Ben demotes Ann': ({ ann, ben }) => demote(ben, ann),
  'PATCH /api/accounts/:name: Ben disables Ann': ({ ann, ben }) => disable(ben, ann),
  'DELETE /api/accounts/:name: Ann deletes Ben': ({ ann, ben }) => remove(ann, ben),
  'DELETE /api/accounts/:name: Ben deletes Ann': ({ ann, ben }) => remove(ben, ann),
};

const ON_SOMEBODY: Acts<People> = {
  'PATCH /api/accounts/:name: Joe is disabled': ({ ann, joe }) => disable(ann, joe),
  'DELETE /api/accounts/:name: Joe is deleted': ({ root, joe }) => remove(root, joe),
  'PUT /api/accounts/:name/email': ({ ben, joe }) =>
    ben.browser.put(`/api/accounts/${joe.name}/email`, { email: `${joe.name}@new.example` }),
  'POST /api/accounts/:name/end-sessions': ({ ben, joe }) => ben.browser.post(`/api/accounts/${joe.name}/end-sessions`),
  'POST /api/server/tokens/:id/revoke': ({ root, tokenId }) =>
    root.browser.post(`/api/server/tokens/${tokenId}/revoke`, { reason: 'leaked' }),
  'POST /api/tokens': ({ joe }) =>
    joe.browser.post('/api/tokens', { description: 'new', grants: [{ pattern: '*', actions: ['pull'] }] }),
  'DELETE /api/tokens/:id': ({ joe, tokenId }) => joe.browser.delete(`/api/tokens/${tokenId}`),
  'POST /api/server/invitations': ({ root, joe }) =>
    root.browser.post('/api/server/invitations', { email: `friend-of-${joe.name}@example.com` }),
};

/** Routes of the whole server that are not tested in pairs, each with the reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'POST /api/accounts': 'a name and an address are unique in the database',
  'POST /api/registries': 'a name and a service are unique in the database',
  'POST /api/registries/:name/test': 'notes one fact about the world',
  'POST /api/server/tokens/find': 'leaves an event and changes nothing',
  'POST /api/server/invitations/:id/resend': 'changes one row, under the lock of the administrators',
  'DELETE /api/server/invitations/:id': 'answers one row, once',
};

const ROUNDS = testRuns(1);

describeWith(['postgres'], 'R50: two changes of the whole server at the same moment', () => {
  let lanyard: Lanyard;
  let root: SampleAccount;
  beforeAll(async () => {
    lanyard = await startLanyard({ databaseUrl: await migratedDatabase() });
    root = await sampleAccount(lanyard, 'root', { isAdministrator: true });
  });
  afterAll(() => lanyard?.stop());

  async function makePlace(): Promise<Place> {
    const registry = freshName('registry');
    await root.browser.post('/api/registries', { name: registry, service: registry });
    return { root, registry };
  }

  async function makePeople(): Promise<People> {
    const administrator = () => sampleAccount(lanyard, freshName('ann'), { isAdministrator: true });
    const [ann, ben] = await Promise.all([administrator(), administrator()]);
    const joe = await sampleAccount(lanyard, freshName('joe'));
    const { id: tokenId } = await sampleToken(joe, { actions: ['pull'] });
    return { root, ann, ben, joe, tokenId };
  }

  /** As text that is the same for every world. */
  function textOf(state: object, names: readonly string[]): string {
    const plain = JSON.stringify(state, null, 1).replaceAll(/\b1\d{12}\b/g, 'a time');
    return names.reduce((text, name, at) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `name ${at}`), plain);
  }

  async function eventsAbout(isMeant: (event: ChainedAuditEvent) => boolean): Promise<readonly string[]> {
    const { items } = await lanyard.services.store.read.audit.list({ page: 1, pageSize: 40 });
    const meant = items.filter(isMeant);
    return meant.map(({ action, subject, data }) => `${action} ${subject.name} ${JSON.stringify(data)}`).sort();
  }

  async function stateOfPlace({ registry: name }: Place): Promise<string> {
    const registry = await lanyard.services.store.read.registries.byName(name);
    const { hosts, internalUrl, tokenTtlSeconds, pushTokenTtlSeconds, gateSecretMadeAt, leafNotBefore } =
      registry ?? {};
    const said = { hosts, internalUrl, tokenTtlSeconds, pushTokenTtlSeconds };
    const events = await eventsAbout(({ subject }) => subject.id === registry?.id);
    return textOf({ said, isRotated: leafNotBefore !== 0, hasGate: gateSecretMadeAt !== null, events }, [name]);
  }

  async function stateOfPeople({ ann, ben, joe, tokenId }: People): Promise<string> {
    const { accounts, invitations, sessions, tokens } = lanyard.services.store.read;
    const subjects = [ann.id, ben.id, joe.id, tokenId];
    const people = [ann, ben, joe].map(async ({ id }) => {
      const found = await accounts.byId(id);
      const { items } = await tokens.list({ ownerId: id, now: 0, page: 1, pageSize: 10 });
      return {
        ...(found && {
          isAdministrator: found.isAdministrator,
          isDisabled: found.disabledAt !== null,
          email: found.email,
        }),
        sessions: (await sessions.ofAccount(id)).length,
        tokens: items.map(({ description }) => description),
      };
    });
    const state = {
      people: await Promise.all(people),
      invitations: (await invitations.ofOrganization(null)).filter(({ invited }) => invited.includes(joe.name)).length,
      events: await eventsAbout(({ subject, namespace }) => subjects.includes(subject.id) || namespace === joe.name),
    };
    return textOf(state, [ann.name, ben.name, joe.name]);
  }

  it('are tested for every route that makes them', () => {
    const isOfServer = (path: string) => /^\/api\/(accounts|registries|server)(\/|$)/.test(path);
    const routes = ROUTES.filter(({ method, path }) => method !== 'GET' && isOfServer(path));
    const acts = [OF_REGISTRIES, OF_ADMINISTRATORS, ON_SOMEBODY].flatMap((some) => Object.keys(some));
    const covered = new Set([...acts.map((name) => name.split(': ')[0]), ...Object.keys(LEFT_OUT)]);
    expect(routes.map(({ method, path }) => `${method} ${path}`).filter((route) => !covered.has(route))).toEqual([]);
  });

  const title = '%s and any other end as if one came after the other';
  const pairsOf = (acts: object) => Object.keys(acts).map((name, at, names) => [name, names.slice(at)] as const);

  it.each(pairsOf(OF_REGISTRIES))(
    title,
    async (first, others) => {
      const parallel = { acts: OF_REGISTRIES, makeWorld: makePlace, stateOf: stateOfPlace, rounds: ROUNDS };
      expect(await violationsOf(parallel, first, others)).toBe('');
    },
    TEST_RUNS_TIMEOUT,
  );

  it.each([...pairsOf(OF_ADMINISTRATORS), ...pairsOf(ON_SOMEBODY)])(
    title,
    async (first, others) => {
      const acts = { ...OF_ADMINISTRATORS, ...ON_SOMEBODY };
      const parallel = { acts, makeWorld: makePeople, stateOf: stateOfPeople, rounds: ROUNDS };
      expect(await violationsOf(parallel, first, others)).toBe('');
    },
    TEST_RUNS_TIMEOUT,
  );
});
