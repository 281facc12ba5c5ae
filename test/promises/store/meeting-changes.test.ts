import { createHash, randomUUID } from 'node:crypto';
import { ReportBuilder } from '@lanyard/core/scans/verdict';
import { OPERATOR } from '@lanyard/server/features/access/caller';
import { noteBuiltInGate } from '@lanyard/server/features/gate/set-up-gate';
import { actOnVerdicts } from '@lanyard/server/features/scans/act-on-verdicts';
import { createToken } from '@lanyard/server/features/tokens/create-token';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { freshName, sampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { writeExisting } from '../../support/lanyard/audit.ts';
import { whileHeld } from '../../support/lanyard/hold-rows.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { receiveWebhooks, type WebhookReceiver } from '../../support/programs/receive-webhooks.ts';

const CLEAN = { engine: 'ClamAV', files: 1, bytes: 1, fault: null };

describeWith(['postgres'], 'R50: changes that meet at one row', () => {
  let lanyard: Lanyard;
  let databaseUrl: string;
  let receiver: WebhookReceiver;
  beforeAll(async () => {
    databaseUrl = await migratedDatabase();
    receiver = await receiveWebhooks();
    const settings = { LANYARD_WEBHOOK_HOSTS: `http://127.0.0.1:${receiver.port}` };
    lanyard = await startLanyard({ databaseUrl, settings });
  });
  afterAll(async () => {
    await lanyard?.stop();
    await receiver?.[Symbol.asyncDispose]();
  });

  const twoAdministrators = () =>
    Promise.all([1, 2].map(() => sampleAccount(lanyard, freshName('root'), { isAdministrator: true })));

  it('a person who is no longer an administrator cannot create an account, however long its password hash takes', async () => {
    const [root, other] = await twoAdministrators();
    const { promise, resolve } = Promise.withResolvers<string>();
    const hash = vi.spyOn(lanyard.services.passwords, 'hash').mockReturnValueOnce(promise);
    const name = freshName('eve');
    const account = { name, email: `${name}@example.com`, password: 'a long enough password', isAdministrator: true };
    const made = other?.browser.post('/api/accounts', account);
    await vi.waitFor(() => expect(hash).toHaveBeenCalled(), { timeout: 10_000 });
    await root?.browser.put(`/api/accounts/${other?.name}/administrator`, { isAdministrator: false });
    resolve('a hash');
    expect((await made)?.status).toBe(401);
    expect(await lanyard.services.store.read.accounts.byName(name)).toBeUndefined();
    hash.mockRestore();
  });

  it('of two built-in gates that start in front of one registry, the first says where it is', async () => {
    const start = (port: number) =>
      noteBuiltInGate(lanyard.services, { registry: 'default', upstream: `http://127.0.0.1:${port}` });
    const rows = `select * from registries where name = 'default'`;
    await whileHeld(databaseUrl, rows, async (areWaiting) => {
      const first = start(5001);
      await areWaiting(1);
      const second = start(5002);
      await areWaiting(2);
      return [first, second];
    });
    const { audit, registries } = lanyard.services.store.read;
    expect((await registries.byName('default'))?.internalUrl).toBe('http://127.0.0.1:5001');
    const { items } = await audit.list({ action: 'registry.changed', page: 1, pageSize: 10 });
    expect(items).toHaveLength(1);
  });

  it('nobody can create a token for an account that was deleted in the meantime', async () => {
    const [root] = await twoAdministrators();
    const { name } = await sampleAccount(lanyard, freshName('ada'));
    const account = await lanyard.services.store.read.accounts.byName(name);
    if (!account) throw new Error('it was just made');
    expect((await root?.browser.delete(`/api/accounts/${name}`))?.status).toBe(204);
    const grants = [{ type: 'repository', pattern: '*', actions: ['pull'], visibility: 'any' }] as const;
    const input = { description: 'late', grants, expiresAt: null };
    await expect(createToken(lanyard.services, OPERATOR, { account }, input)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('who accepts an invitation while an administrator deletes the account is told to sign in', async () => {
    const [root] = await twoAdministrators();
    const { name, path, owner } = await sampleOrganization(lanyard);
    const zoe = await sampleAccount(lanyard, freshName('zoe'));
    expect((await owner.browser.post(`${path}/invitations`, { account: zoe.name, role: 'member' })).status).toBe(201);
    const [waiting] = (await zoe.browser.get('/api/invitations')).body.invitations;
    const { terms } = waiting;
    const held = `select id from organizations where name = '${name}'`;
    const [accepted] = await whileHeld(databaseUrl, held, async (areWaiting) => {
      const accepting = zoe.browser.post(`/api/invitations/${waiting.id}/accept`, { terms });
      await areWaiting(1);
      expect((await root?.browser.delete(`/api/accounts/${zoe.name}`))?.status).toBe(204);
      return [accepting];
    });
    expect(accepted).toMatchObject({ status: 401, body: { error: { code: 'unauthenticated' } } });
  });

  it('a member who is removed during a first push keeps no right to the new repository', async () => {
    const { name, path, owner, member } = await sampleOrganization(lanyard);
    await owner.browser.patch(`${path}/policy`, { membersCreateRepositories: true });
    const { secret } = await sampleToken(member, { actions: ['pull', 'push'] });
    const push = (repository: string) =>
      requestToken(lanyard, {
        credential: `${member.name}:${secret}`,
        scopes: [`repository:${name}/${repository}:pull,push`],
      });
    await push('first');
    const { read } = lanyard.services.store;
    expect(await read.repositories.byName(name, 'first')).toBeDefined();
    await whileHeld(databaseUrl, 'select key from throttle', async (areWaiting) => {
      const pushed = push('second');
      await areWaiting(1);
      expect((await owner.browser.delete(`${path}/members/${member.name}`)).status).toBe(204);
      return [pushed];
    });
    expect(
      await read.access.standing({ type: 'account', id: member.id }, { namespace: name, name: 'second' }),
    ).toMatchObject({ role: null, accountRight: null });
  });

  it('R14: an image that its owner and a scan release at the same moment is released once', async () => {
    const { name, owner } = await sampleOrganization(lanyard);
    const repository = `${name}/app`;
    await owner.browser.post('/api/repositories', { name: repository });
    const { store, clock } = lanyard.services;
    const registryId = (await store.read.registries.byName('default'))?.id ?? '';
    const [id, now] = [randomUUID(), clock.now()];
    const [digest, layer] = ['image', 'layer'].map(
      (of) => `sha256:${createHash('sha256').update(`${of} ${id}`).digest('hex')}`,
    );
    const place = { registryId, repository, digest: digest ?? '' };
    const facts = {
      kind: 'image',
      mediaType: 'm',
      artifactType: null,
      subject: null,
      size: 1,
      platform: null,
    } as const;
    await writeExisting(lanyard, async ({ images, imageVerdicts, layers, quarantines }) => {
      await layers.insert([{ mediaType: 'layer', digest: layer ?? '', size: 1 }], 0);
      const claimed = await layers.claim(1, 2, { engine: 'ClamAV', since: 1 });
      if (claimed) await layers.setReport(claimed, new ReportBuilder().report(CLEAN), 1);
      await images.put({ id, ...place, namespace: name, seenAt: now, ...facts }, [layer ?? ''], []);
      await imageVerdicts.refresh([id]);
      await quarantines.insert({ ...place, reason: 'malware', source: 'scan', madeBy: null, createdAt: now });
    });
    await whileHeld<unknown>(
      databaseUrl,
      `select digest from quarantines where digest = '${digest}'`,
      async (areWaiting) => {
        const released = owner.browser.delete(
          `/api/repository/quarantines?name=${repository}&registry=default&digest=${digest}`,
        );
        const acted = actOnVerdicts(lanyard.services);
        await areWaiting(2);
        return [released, acted];
      },
    );
    const { items } = await store.read.audit.list({ namespace: name, page: 1, pageSize: 100 });
    expect(items.filter(({ action }) => action === 'image.released')).toHaveLength(1);
    expect(await store.read.quarantines.byKey(place)).toBeUndefined();
  });

  it('a webhook that its receiver ended stays paused when an owner describes it at the same moment', async () => {
    const { path, owner } = await sampleOrganization(lanyard);
    const { id } = (await owner.browser.post(`${path}/webhooks`, { url: receiver.url })).body;
    receiver.answer(410);
    const [described] = await whileHeld(
      databaseUrl,
      `select id from webhooks where id = '${id}'`,
      async (areWaiting) => {
        expect((await owner.browser.post(`${path}/webhooks/${id}/test`)).status).toBe(202);
        await areWaiting(1);
        const changed = owner.browser.patch(`${path}/webhooks/${id}`, { description: 'to the chat' });
        await areWaiting(2);
        return [changed];
      },
    );
    expect(described?.body).toMatchObject({ description: 'to the chat', state: 'gone' });
    expect((await owner.browser.get(`${path}/webhooks`)).body.webhooks).toMatchObject([described?.body]);
  });
});
