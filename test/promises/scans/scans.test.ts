import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { TEST_SIGNATURE } from '@lanyard/core/scans/self-test';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { sampleOrganization } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import {
  acceptancesEndedNow,
  imagesLookedUp,
  mailsSent,
  passagesWritten,
} from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { secretOfDefaultGate } from '../../support/lanyard/guarded-default.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { type ClamdStandIn, startClamdStandIn } from '../../support/programs/clamd-stand-in.ts';
import { makeTar } from '../../support/programs/make-tar.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';
import { type RegistryStandIn, startRegistryStandIn } from '../../support/programs/registry-stand-in.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/programs/temporary-folder.ts';

const SOON = { timeout: 20_000, interval: 100 };
const GZIP = Buffer.from([0x1f, 0x8b]);
let clamd: ClamdStandIn;
let inbox: MailServer;
let folder: TemporaryFolder;

beforeAll(async () => {
  folder = await temporaryFolder();
  clamd = await startClamdStandIn(folder.path);
  inbox = await receiveMail();
});

afterAll(async () => {
  await clamd[Symbol.asyncDispose]();
  await inbox.stop();
  await folder.remove();
});

const settings = () => ({
  LANYARD_CLAMD: clamd.socketPath,
  LANYARD_SMTP_URL: inbox.url,
  LANYARD_MAIL_FROM: 'lanyard@example.com',
});

describeLanyard(
  'R53: the scan of images',
  (lanyard) => {
    let registry: RegistryStandIn;
    let secret: string;

    beforeAll(async () => {
      registry = await startRegistryStandIn();
      await operatorRuns(
        lanyard(),
        'registry gate default --for caddy --upstream http://127.0.0.1:5000 --host registry.example.com',
      );
      await operatorRuns(lanyard(), `registry set-internal-url default ${registry.url}`);
      secret = /lyevents_[\w-]+/.exec(await operatorRuns(lanyard(), 'registry images default'))?.[0] ?? '';
    });

    afterAll(async () => {
      await registry[Symbol.asyncDispose]();
    });

    async function repository() {
      const organization = await sampleOrganization(lanyard());
      const name = `${organization.name}/app`;
      await organization.owner.browser.post('/api/repositories', { name, visibility: 'private' });
      return { ...organization, organization: organization.name, repository: name };
    }

    /** Each layer is different, whatever files it has. */
    const layerOf = (files: Readonly<Record<string, Uint8Array | string>>) =>
      gzipSync(
        makeTar([
          ...Object.entries(files).map(([path, content]) => ({ path, content: Buffer.from(content) })),
          { path: 'etc/unique', content: randomBytes(16) },
        ]),
      );

    async function push(name: string, layers: readonly Uint8Array[], tag = 'latest') {
      const image = registry.image(name, layers, { tag });
      const body = {
        events: [{ target: { repository: name, tag, digest: image.digest, mediaType: image.mediaType } }],
      };
      await lanyard()
        .browser()
        .request('POST', '/registries/default/events', { headers: { 'x-lanyard-events': secret }, body });
      await imagesLookedUp(lanyard());
      return image.digest;
    }

    type Owner = Awaited<ReturnType<typeof repository>>['owner'];
    const imageOf = async ({ browser }: Owner, name: string, digest: string) =>
      (await browser.get(`/api/repository/image?name=${name}&digest=${digest}`)).body;
    const judged = (owner: Owner, name: string, digest: string, verdict: string) =>
      vi.waitFor(async () => {
        const image = await imageOf(owner, name, digest);
        expect(image.verdict).toBe(verdict);
        return image;
      }, SOON);

    async function pull(owner: Owner, name: string, digest: string) {
      const gate = await secretOfDefaultGate(lanyard());
      const token = await sampleToken(owner, { actions: ['pull'] });
      const { body } = await requestToken(lanyard(), {
        credential: `${owner.name}:${token.secret}`,
        scopes: [`repository:${name}:pull`],
        service: 'lanyard',
      });
      return lanyard()
        .browser()
        .request('GET', '/gate/default', {
          headers: {
            'x-lanyard-gate': gate ?? '',
            'x-forwarded-method': 'GET',
            'x-forwarded-uri': `/v2/${name}/manifests/${digest}`,
            authorization: `Bearer ${body.token}`,
          },
        });
    }

    it('finds malware, names file and signature, puts the image in quarantine, tells the owners, and records events', async () => {
      const { owner, member, organization, repository: name } = await repository();
      const clean = await push(name, [layerOf({ 'etc/motd': 'hello' })], 'clean');
      await judged(owner, name, clean, 'clean');
      let digest = '';
      const events = await eventsOf(lanyard(), async () => {
        digest = await push(
          name,
          [layerOf({ 'etc/motd': 'hello' }), layerOf({ 'usr/bin/tool': TEST_SIGNATURE })],
          'bad',
        );
        await judged(owner, name, digest, 'infected');
        await vi.waitFor(async () => expect((await pull(owner, name, digest)).status).toBe(403), SOON);
      });
      const image = await imageOf(owner, name, digest);
      expect(image.layers.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['clean', 'clean', 'infected']);
      expect(image.layers[2]).toMatchObject({
        infections: [{ path: 'usr/bin/tool', signature: 'Test.Eicar' }],
        engine: clamd.version,
      });
      const told = events.filter(({ action }) => action.startsWith('image.'));
      expect(told).toMatchObject([
        {
          action: 'image.infected',
          namespace: organization,
          data: { digest, signature: 'Test.Eicar', path: 'usr/bin/tool', by: 'scan' },
        },
        {
          action: 'image.quarantined',
          namespace: organization,
          data: { digest, source: 'scan', reason: 'malware was found in it: Test.Eicar' },
        },
      ]);
      expect((await pull(owner, name, clean)).status).toBe(204);
      await mailsSent(lanyard());
      const mails = inbox.mails.filter(({ raw }) => raw.includes(name));
      expect(mails.map(({ recipients }) => recipients)).toEqual([[`${owner.name}@example.com`]]);
      expect(mails[0]?.parsed.text).toMatch(/in quarantine: nobody can pull it/);
      expect(mails.some(({ recipients }) => recipients.includes(`${member.name}@example.com`))).toBe(false);
    });

    it('releases an image that a new signature database no longer reports, and finds malware that only the new one knows', async () => {
      const { owner, repository: name } = await repository();
      const [first, second] = [randomBytes(24), randomBytes(24)];
      clamd.signatures = new Map([['Wrong.Alarm', first]]);
      const wrong = await push(name, [layerOf({ a: first })], 'wrong');
      const unknown = await push(name, [layerOf({ b: second })], 'unknown');
      await judged(owner, name, wrong, 'infected');
      await judged(owner, name, unknown, 'clean');
      await vi.waitFor(async () => expect((await pull(owner, name, wrong)).status).toBe(403), SOON);
      clamd.signatures = new Map([['New.Threat', second]]);
      clamd.version = `ClamAV 1.4.6/${27001 + lanyard().clock.now()}/Mon Nov 2 08:00:00 2026`;
      lanyard().clock.advance(60);
      await judged(owner, name, wrong, 'clean');
      await judged(owner, name, unknown, 'infected');
      await vi.waitFor(async () => expect((await pull(owner, name, wrong)).status).toBe(204), SOON);
      await vi.waitFor(async () => expect((await pull(owner, name, unknown)).status).toBe(403), SOON);
    });

    it('scans a layer once, however many images share it, and fetches it with a token for one repository and no account', async () => {
      const { owner, repository: name } = await repository();
      const shared = [layerOf({ a: 'a' }), layerOf({ b: 'b' })];
      const digests = [];
      for (let count = 0; count < 8; count += 1)
        digests.push(await push(name, [...shared, layerOf({ own: String(count) })], `v${count}`));
      for (const digest of digests) await judged(owner, name, digest, 'clean');
      const fetched = registry.asked.filter(({ path }) => path.startsWith(`/v2/${name}/blobs/`));
      const layers = (await imageOf(owner, name, digests[0] ?? '')).layers.slice(1, 3);
      for (const { digest } of layers) expect(fetched.filter(({ path }) => path.endsWith(digest))).toHaveLength(1);
      for (const { access } of fetched) expect(access).toEqual([{ type: 'repository', name, actions: ['pull'] }]);
    });

    it('scans what was pulled last first with a new signature database, then the oldest scans', async () => {
      const { owner, repository: name } = await repository();
      const layers = ['first', 'second', 'third'].map((content) => layerOf({ content }));
      const digests: string[] = [];
      for (const [place, layer] of layers.entries()) {
        digests.push(await push(name, [layer], `v${place}`));
        await judged(owner, name, digests[place] ?? '', 'clean');
      }
      expect((await pull(owner, name, digests[1] ?? '')).status).toBe(204);
      await passagesWritten(lanyard());
      const before = registry.asked.length;
      clamd.version = `ClamAV 1.4.6/${27001 + lanyard().clock.now()}/Tue Nov 3 08:00:00 2026`;
      lanyard().clock.advance(60);
      await vi.waitFor(async () => {
        for (const digest of digests) expect((await imageOf(owner, name, digest)).layers[1].engine).toBe(clamd.version);
      }, SOON);
      const known = layers.map((layer) => registry.blob(layer).digest);
      const fetched = registry.asked.slice(before).map(({ path }) => known.indexOf(path.split('/blobs/')[1] ?? ''));
      expect(fetched.filter((place) => place !== -1)).toEqual([1, 0, 2]);
    });

    it('shows which files could not be scanned, and does what the policy says about them', async () => {
      const { owner, organization, repository: name } = await repository();
      const large = { 'srv/large': Buffer.alloc(3 * 1024 * 1024) };
      const shown = await push(name, [layerOf(large)], 'shown');
      const image = await judged(owner, name, shown, 'not-scanned');
      expect(image.layers[1].unscanned).toEqual([
        { path: 'srv/large', reason: expect.stringContaining('larger than 2 MiB') },
      ]);
      expect((await pull(owner, name, shown)).status).toBe(204);
      await owner.browser.patch(`/api/organizations/${organization}/policy`, {
        unscannedImages: 'quarantine',
        infectedImages: 'show',
      });
      const stopped = await push(name, [layerOf(large)], 'stopped');
      const bad = await push(name, [layerOf({ x: TEST_SIGNATURE })], 'bad');
      await judged(owner, name, bad, 'infected');
      await vi.waitFor(async () => expect((await pull(owner, name, stopped)).status).toBe(403), SOON);
      expect((await pull(owner, name, bad)).status).toBe(204);
    });

    it('tells the owners about malware, also if another rule put the image in quarantine', async () => {
      const { owner, organization, repository: name } = await repository();
      await owner.browser.patch(`/api/organizations/${organization}/policy`, {
        unscannedImages: 'quarantine',
        infectedImages: 'tell',
      });
      const digest = await push(name, [layerOf({ large: Buffer.alloc(3 * 1024 * 1024), tool: TEST_SIGNATURE })]);
      await vi.waitFor(async () => expect((await pull(owner, name, digest)).status).toBe(403), SOON);
      await mailsSent(lanyard());
      const mails = inbox.mails.filter(({ raw }) => raw.includes(name));
      expect(mails.map(({ parsed }) => parsed.subject).sort()).toEqual([
        `Malware was found in ${name}`,
        `Not all of ${name} could be scanned`,
      ]);
    });

    it('never calls a layer clean if the registry lies about it, and tries again', async () => {
      const { owner, repository: name } = await repository();
      const layer = layerOf({ a: 'a' });
      // Without its configuration, the image is not known.
      registry.misbehave({
        blob: (bytes, response) => {
          const isLayer = bytes.subarray(0, 2).equals(GZIP);
          response.end(isLayer ? gzipSync(makeTar([{ path: 'other', content: Buffer.from('x') }])) : bytes);
        },
      });
      const digest = await push(name, [layer], 'lie');
      const image = await judged(owner, name, digest, 'failed');
      expect(image.layers[1].fault).toMatch(/the registry (sends more|ended after|sent something other)/);
      registry.misbehave({});
      lanyard().clock.advance(120);
      await judged(owner, name, digest, 'clean');
    });

    it('deletes an access token that it finds in an image at once, and tells only its holder', async () => {
      const { owner, repository: name } = await repository();
      const other = await sampleOrganization(lanyard());
      const leaked = await sampleToken(other.owner, { actions: ['pull'] });
      const events = await eventsOf(lanyard(), async () => {
        const digest = await push(
          name,
          [layerOf({ 'app/.env': `A=${leaked.secret}\nB=lyd_pat_${'x'.repeat(36)}` })],
          'leak',
        );
        const image = await judged(owner, name, digest, 'clean');
        expect(JSON.stringify(image)).not.toContain(leaked.secret);
      });
      expect(events.filter(({ action }) => action === 'token.deleted')).toMatchObject([
        {
          subject: { id: leaked.id },
          namespace: other.owner.name,
          data: { reason: expect.stringContaining('found in an image'), by: 'scan' },
        },
      ]);
      const { status } = await requestToken(lanyard(), {
        credential: `${other.owner.name}:${leaked.secret}`,
        scopes: [],
        service: 'lanyard',
      });
      expect(status).toBe(401);
      await mailsSent(lanyard());
      const mails = inbox.mails.filter(
        ({ parsed }) => parsed.subject?.includes('found in an image') && parsed.text?.includes(name),
      );
      expect(mails.map(({ recipients }) => recipients)).toEqual([[`${other.owner.name}@example.com`]]);
      expect(lanyard().logs()).not.toContain(leaked.secret);
    });

    it("tells owners once about their organization's token in an image and keeps it, if the policy says so", async () => {
      const { owner, organization, repository: name } = await repository();
      const path = `/api/organizations/${organization}`;
      await owner.browser.patch(`${path}/policy`, { deleteFoundTokens: false });
      const grants = [{ type: 'repository', pattern: `${organization}/*`, actions: ['pull'], visibility: 'any' }];
      const { body: token } = await owner.browser.post(`${path}/tokens`, { description: 'nightly', grants });
      const digest = await push(name, [layerOf({ 'app/.env': `A=${token.secret}` })]);
      await judged(owner, name, digest, 'clean');
      const newDatabase = async () => {
        clamd.version = `ClamAV 1.4.6/${27001 + lanyard().clock.now()}/Wed Nov 4 08:00:00 2026`;
        lanyard().clock.advance(60);
        await vi.waitFor(async () => {
          const image = await imageOf(owner, name, digest);
          expect(image.layers[1].engine).toBe(clamd.version);
          expect(JSON.stringify(image)).not.toContain(token.token.id);
        }, SOON);
        await mailsSent(lanyard());
        return inbox.mails.filter(
          ({ raw, parsed }) => raw.includes(name) && parsed.subject?.includes('found in an image'),
        );
      };
      const mails = await newDatabase();
      expect(mails.map(({ recipients }) => recipients)).toEqual([[`${owner.name}@example.com`]]);
      expect(mails[0]?.parsed.text).toContain('it still works. Delete it.');
      const answer = () =>
        requestToken(lanyard(), { credential: `${organization}:${token.secret}`, scopes: [], service: 'lanyard' });
      expect((await answer()).status).toBe(200);
      await owner.browser.patch(`${path}/policy`, { deleteFoundTokens: true });
      expect(await newDatabase()).toHaveLength(2);
      expect((await answer()).status).toBe(401);
    });

    const accept = ({ browser }: Owner, name: string, body: object) =>
      browser.post(`/api/repository/accepted-findings?name=${name}`, body);
    const acceptedIn = async ({ browser }: Owner, name: string) =>
      (await browser.get(`/api/repository/accepted-findings?name=${name}`)).body.findings;
    const inDays = (days: number) => new Date(lanyard().clock.now() + days * 86_400_000).toISOString();
    const pullAnswers = (owner: Owner, name: string, digest: string, status: number) =>
      vi.waitFor(async () => expect((await pull(owner, name, digest)).status).toBe(status), SOON);

    it('lets owners accept a finding with a reason until a date: the image can be pulled, and is in quarantine again afterwards', async () => {
      const { owner, member, repository: name } = await repository();
      const digest = await push(name, [layerOf({ 'opt/tool': TEST_SIGNATURE })]);
      await pullAnswers(owner, name, digest, 403);
      const finding = { digest, kind: 'malware', finding: 'Test.Eicar', place: 'opt/tool' };
      const body = { ...finding, reason: 'our own test file', endsAt: inDays(1 / 288) };
      const refused = [
        [403, await accept(member as Owner, name, body)],
        [404, await accept(owner, name, { ...body, place: 'opt/other' })],
        [404, await accept(owner, name, { ...body, digest: `sha256:${'0'.repeat(64)}` })],
        [400, await accept(owner, name, { ...body, endsAt: inDays(366) })],
        [400, await accept(owner, name, { ...body, endsAt: inDays(-1) })],
        [400, await accept(owner, name, { ...body, reason: ' ' })],
      ] as const;
      for (const [status, answer] of refused) expect([404, status]).toContain(answer.status);
      const events = await eventsOf(lanyard(), async () => {
        expect((await accept(owner, name, body)).status).toBe(204);
        await pullAnswers(owner, name, digest, 204);
      });
      expect(events.filter(({ action }) => /^(image|finding)/.test(action))).toMatchObject([
        { action: 'finding.accepted', data: { ...finding, reason: 'our own test file' } },
        { action: 'image.released', data: { digest, source: 'scan' } },
      ]);
      // Malware in another file is another finding.
      const other = await push(name, [layerOf({ 'opt/other': TEST_SIGNATURE })], 'other');
      await pullAnswers(owner, name, other, 403);
      const again = await push(name, [layerOf({ 'opt/tool': TEST_SIGNATURE })], 'again');
      await judged(owner, name, again, 'infected');
      lanyard().clock.advance(301);
      const later = await eventsOf(lanyard(), async () => {
        await acceptancesEndedNow(lanyard());
        await pullAnswers(owner, name, digest, 403);
        await pullAnswers(owner, name, again, 403);
      });
      expect(later.map(({ action }) => action)).toEqual(
        expect.arrayContaining(['finding.acceptance-ended', 'image.infected', 'image.quarantined']),
      );
      expect(await acceptedIn(owner, name)).toEqual([]);
      await mailsSent(lanyard());
      const subjects = inbox.mails.filter(({ raw }) => raw.includes(name)).map(({ parsed }) => parsed.subject);
      expect(subjects.filter((subject) => subject?.includes('no longer accepted'))).toHaveLength(1);
      expect(subjects.filter((subject) => subject?.includes('is accepted until'))).toHaveLength(1);
    });

    it('puts an image in quarantine again if an owner ends the acceptance of its finding', async () => {
      const { owner, organization, repository: name } = await repository();
      await owner.browser.patch(`/api/organizations/${organization}/policy`, { unscannedImages: 'quarantine' });
      const digest = await push(name, [layerOf({ 'srv/large': Buffer.alloc(3 * 1024 * 1024) })]);
      await pullAnswers(owner, name, digest, 403);
      const finding = { digest, kind: 'not-scanned', finding: '', place: 'srv/large' };
      await accept(owner, name, { ...finding, reason: 'a disk image', endsAt: inDays(1) });
      await pullAnswers(owner, name, digest, 204);
      const [{ id }] = await acceptedIn(owner, name);
      const at = `/api/repository/accepted-findings?name=${name}&id=${id}`;
      expect((await owner.browser.delete(at)).status).toBe(204);
      expect((await owner.browser.delete(at)).status).toBe(404);
      await pullAnswers(owner, name, digest, 403);
    });

    it('lets nobody pull an image before its first scan, if the policy asks for one', async () => {
      const { owner, organization, repository: name } = await repository();
      await owner.browser.patch(`/api/organizations/${organization}/policy`, { requireFirstScan: true });
      const refused = async (digest: string, reason: string) => {
        const { status, body } = await pull(owner, name, digest);
        expect([status, JSON.stringify(body)]).toEqual([403, expect.stringContaining(reason)]);
      };
      const unknown = registry.image(name, [layerOf({ a: 'a' })], { tag: 'unknown' });
      await refused(unknown.digest, 'it was not scanned yet');
      await refused('unknown', 'it was not scanned yet');
      registry.misbehave({
        blob: (bytes, response) => void response.end(bytes.subarray(0, 2).equals(GZIP) ? bytes.subarray(1) : bytes),
      });
      const digest = await push(name, [layerOf({ b: 'b' })]);
      await judged(owner, name, digest, 'failed');
      await refused(digest, 'its first scan failed and is tried again');
      await refused('latest', 'its first scan failed and is tried again');
      registry.misbehave({});
      const index = registry.manifest(name, {
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.index.v1+json',
        manifests: [{ ...unknown, platform: { os: 'linux', architecture: 'amd64' } }],
      });
      expect((await pull(owner, name, index.digest)).status).toBe(204);
      expect((await pull(owner, name, `sha256:${'0'.repeat(64)}`)).status).toBe(204);
      lanyard().clock.advance(61);
      await judged(owner, name, digest, 'clean');
      expect((await pull(owner, name, digest)).status).toBe(204);
      expect((await pull(owner, name, 'latest')).status).toBe(204);
    });

    it('applies a changed policy to images that were scanned before, and keeps what an owner put in quarantine', async () => {
      const { owner, organization, repository: name } = await repository();
      const set = (infectedImages: string) =>
        owner.browser.patch(`/api/organizations/${organization}/policy`, { infectedImages });
      await set('show');
      const [bad, own] = [
        await push(name, [layerOf({ x: TEST_SIGNATURE })], 'bad'),
        await push(name, [layerOf({ y: TEST_SIGNATURE })], 'own'),
      ];
      await judged(owner, name, own, 'infected');
      const byHand = { registry: 'default', digest: own, reason: 'by hand' };
      expect((await owner.browser.post(`/api/repository/quarantines?name=${name}`, byHand)).status).toBe(204);
      expect((await pull(owner, name, bad)).status).toBe(204);
      await set('quarantine');
      await pullAnswers(owner, name, bad, 403);
      await set('tell');
      await pullAnswers(owner, name, bad, 204);
      expect((await pull(owner, name, own)).status).toBe(403);
    });
  },
  settings,
);
