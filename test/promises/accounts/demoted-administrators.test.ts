import { ROUTES } from '@lanyard/server/app/route-table';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import type { Answer } from '../../support/lanyard/browser.ts';
import { whileHeld } from '../../support/lanyard/hold-rows.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { sampleToken } from '../../support/lanyard/tokens.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { serveHttp } from '../../support/programs/serve-http.ts';

interface Things {
  readonly joe: string;
  readonly registry: string;
  readonly tokenId: string;
  readonly invitationId: string;
}

type Act = (browser: SampleAccount['browser'], things: Things) => Promise<Answer>;

/** Every change of the whole server, as an administrator can request it. */
const ACTS: Readonly<Record<string, Act>> = {
  'POST /api/accounts': ({ post }) => {
    const name = freshName('eve');
    return post('/api/accounts', { name, email: `${name}@example.com`, password: 'a long enough password' });
  },
  'PATCH /api/accounts/:name: disabled': ({ patch }, { joe }) => patch(`/api/accounts/${joe}`, { active: false }),
  'PATCH /api/accounts/:name: enabled': ({ patch }, { joe }) => patch(`/api/accounts/${joe}`, { active: true }),
  'DELETE /api/accounts/:name': (browser, { joe }) => browser.delete(`/api/accounts/${joe}`),
  'PUT /api/accounts/:name/administrator': ({ put }, { joe }) =>
    put(`/api/accounts/${joe}/administrator`, { isAdministrator: true }),
  'PUT /api/accounts/:name/email': ({ put }, { joe }) =>
    put(`/api/accounts/${joe}/email`, { email: `${joe}@new.example` }),
  'POST /api/accounts/:name/end-sessions': ({ post }, { joe }) => post(`/api/accounts/${joe}/end-sessions`),
  'POST /api/server/tokens/find': ({ post }, { tokenId: id }) => post('/api/server/tokens/find', { id }),
  'POST /api/server/tokens/:id/revoke': ({ post }, { tokenId }) =>
    post(`/api/server/tokens/${tokenId}/revoke`, { reason: 'leaked' }),
  'POST /api/server/invitations': ({ post }) =>
    post('/api/server/invitations', { email: `${freshName('friend')}@example.com` }),
  'POST /api/server/invitations/:id/resend': ({ post }, { invitationId }) =>
    post(`/api/server/invitations/${invitationId}/resend`),
  'DELETE /api/server/invitations/:id': (browser, { invitationId }) =>
    browser.delete(`/api/server/invitations/${invitationId}`),
  'POST /api/registries': ({ post }) => {
    const name = freshName('registry');
    return post('/api/registries', { name, service: name });
  },
  'PATCH /api/registries/:name': ({ patch }, { registry }) =>
    patch(`/api/registries/${registry}`, { tokenTtlSeconds: 120 }),
  'POST /api/registries/:name/rotate': ({ post }, { registry }) => post(`/api/registries/${registry}/rotate`),
  'POST /api/registries/:name/gate': ({ post }, { registry }) =>
    post(`/api/registries/${registry}/gate`, {
      for: 'nginx',
      upstream: 'http://127.0.0.1:5000',
      host: 'registry.example.com',
      renewSecret: true,
    }),
  'POST /api/registries/:name/test': ({ post }, { registry }) => post(`/api/registries/${registry}/test`),
};

describeWith(['postgres'], 'R50: an administrator who was demoted after the request began', () => {
  let lanyard: Lanyard;
  let databaseUrl: string;
  let root: SampleAccount;
  let things: Things;
  let close: () => Promise<void>;
  beforeAll(async () => {
    databaseUrl = await migratedDatabase();
    lanyard = await startLanyard({ databaseUrl });
    root = await sampleAccount(lanyard, freshName('root'), { isAdministrator: true });
    const joe = await sampleAccount(lanyard, freshName('joe'));
    const { id: tokenId } = await sampleToken(joe, { actions: ['pull'] });
    // It lets everybody in: clients reach it past its gate.
    const server = await serveHttp((_request, response) => void response.end());
    close = async () => server[Symbol.asyncDispose]();
    const host = `127.0.0.1:${server.port}`;
    const registry = freshName('registry');
    await root.browser.post('/api/registries', { name: registry, service: registry, hosts: [host] });
    await root.browser.post(`/api/registries/${registry}/gate`, { for: 'nginx', upstream: `http://${host}`, host });
    await root.browser.post('/api/server/invitations', { email: 'friend@example.com' });
    const [{ id: invitationId }] = (await root.browser.get('/api/server/invitations')).body.invitations;
    things = { joe: joe.name, registry, tokenId, invitationId };
  });
  afterAll(async () => {
    await lanyard?.stop();
    await close?.();
  });

  it('is tested for every change of the whole server', () => {
    const routes = ROUTES.filter(({ method, scope }) => method !== 'GET' && scope === 'administrator');
    const covered = new Set(Object.keys(ACTS).map((name) => name.split(': ')[0]));
    expect(routes.map(({ method, path }) => `${method} ${path}`).filter((route) => !covered.has(route))).toEqual([]);
  });

  /** The demotion waits first, so it continues first. The request has passed its own check and waits behind it. */
  it.each(Object.entries(ACTS))('%s is refused, and changes nothing', async (_, act) => {
    const ann = await sampleAccount(lanyard, freshName('ann'), { isAdministrator: true });
    const administrators = 'select id from accounts where is_administrator = 1 order by id';
    const [demoted, asked] = await whileHeld(databaseUrl, administrators, async (areWaiting) => {
      const demotion = root.browser.put(`/api/accounts/${ann.name}/administrator`, { isAdministrator: false });
      await areWaiting(1);
      const request = act(ann.browser, things);
      await areWaiting(2);
      return [demotion, request];
    });
    expect([demoted?.status, asked?.status]).toEqual([200, 401]);
    const { items } = await lanyard.services.store.read.audit.list({ page: 1, pageSize: 20 });
    expect(
      items.filter(({ actor }) => actor.id === ann.id && actor.type === 'account').map((one) => one.action),
    ).toEqual(['session.started']);
  });
});
