import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTokenSecret } from '@lanyard/core/tokens/access-token';
import { describe, expect, it } from 'vitest';
import { EXIT_CODE } from '../src/cli-error.ts';
import { scan } from '../src/commands/scan.ts';
import { parseImageReference } from '../src/server/image-reference.ts';
import { challenge, type FakeAnswer, type FakeLanyard, fakeLanyard } from './fake-lanyard.ts';
import { testContext } from './test-context.ts';

const TOKEN = makeTokenSecret('pat', (length) => Uint8Array.from({ length }, (_, index) => index * 5)).reveal();
const SECRET = 'the-secret-of-the-login';
const IMAGE = 'application/vnd.oci.image';
const REGISTRY_TOKEN = 'Bearer registry-token';

/** A registry that asks for a token, with an image for two platforms. Only the one for arm64 has a token in a layer. */
async function registryWithImage() {
  const fake = await fakeLanyard();
  const guarded = (answer: FakeAnswer) => (request: { headers: { authorization?: string | undefined } }) =>
    request.headers.authorization === REGISTRY_TOKEN ? answer : challenge(fake.origin);
  const put = (
    kind: 'blobs' | 'manifests',
    mediaType: string,
    body: unknown,
    answer: FakeAnswer = { status: 200, body },
  ) => {
    const bytes = JSON.stringify(body);
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    fake.on(`GET /v2/acme/app/${kind}/${digest}`, guarded(answer));
    return { mediaType, digest, size: bytes.length };
  };
  const layer = (content: string, answer?: FakeAnswer) => put('blobs', `${IMAGE}.layer.v1.tar`, content, answer);
  const image = (architecture: string, layers: readonly object[]) => {
    const config = put('blobs', `${IMAGE}.config.v1+json`, { os: 'linux', architecture });
    const manifest = put('manifests', `${IMAGE}.manifest.v1+json`, { schemaVersion: 2, config, layers });
    return { ...manifest, platform: { os: 'linux', architecture } };
  };
  const tag = (name: string, manifests: readonly object[], reference = name) =>
    fake.on(`GET /v2/acme/app/manifests/${reference}`, guarded({ status: 200, body: { schemaVersion: 2, manifests } }));
  tag('1.0', [image('amd64', [layer('nothing')]), image('arm64', [layer(`T=${TOKEN}`)])]);
  return { fake, layer, image, tag };
}

function place({ host }: FakeLanyard, config: object = {}) {
  const context = testContext();
  mkdirSync(context.environment.dockerFolder, { recursive: true });
  writeFileSync(join(context.environment.dockerFolder, 'config.json'), JSON.stringify(config));
  const run = async (platform?: string, reference = 'acme/app:1.0') => {
    const options = { sarif: false, ...(platform !== undefined && { platform }) };
    const error = await scan(context, `${host}/${reference}`, options).then(
      () => undefined,
      (reason) => reason as { exitCode: number; message: string },
    );
    const printed = context.results.splice(0).join('');
    expect(`${printed}${context.notes.join('')}${error?.message}`).not.toMatch(new RegExp(`${TOKEN}|${SECRET}`));
    return { code: error?.exitCode ?? 0, message: error?.message, printed };
  };
  return { context, run };
}

const withLogin = (host: string) => {
  return { auths: { [host]: { auth: Buffer.from(`acme:${SECRET}`).toString('base64') } } };
};

describe('lanyard scan of an image in a registry', () => {
  it("finds a token in a layer of the chosen platform, with docker's login and a token for this repository", async () => {
    const { fake } = await registryWithImage();
    const { run } = place(fake, withLogin(fake.host));
    expect(await run('linux/amd64')).toMatchObject({ code: 0, printed: 'no access token found\n' });
    const found = await run('linux/arm64');
    expect(found.code).toBe(EXIT_CODE.found);
    expect(found.printed).toMatch(new RegExp(`^${fake.host}/acme/app@sha256:[0-9a-f]{64}: lyd_pat_…\n$`));
    expect((await run('all')).code).toBe(EXIT_CODE.found);
    expect(await run('linux/riscv64')).toMatchObject({
      code: EXIT_CODE.usage,
      message: 'the image has no manifest for linux/riscv64',
    });
    const [asked] = fake.named('GET /token');
    expect(asked?.query.get('scope')).toBe('repository:acme/app:pull');
    expect(asked?.headers.authorization).toBe(`Basic ${Buffer.from(`acme:${SECRET}`).toString('base64')}`);
  });

  it('pulls without a login if docker has none, and scans a digest', async () => {
    const { fake, image, layer } = await registryWithImage();
    const { digest } = image('s390x', [layer('more')]);
    const { run } = place(fake);
    expect((await run(undefined, `acme/app@${digest}`)).code).toBe(0);
    expect(fake.named('GET /token')[0]?.headers.authorization).toBeUndefined();
    expect((await run(undefined, 'acme/other:1.0')).code).toBe(EXIT_CODE.failed);
  });

  it('fails if the registry sends something else than the digest says, so that nobody thinks it is clean', async () => {
    const { fake, image, layer, tag } = await registryWithImage();
    const lie = layer('a layer', { status: 200, body: 'A layer' });
    tag('lie', [image('amd64', [lie])]);
    const { run } = place(fake);
    const { code, printed } = await run('all', 'acme/app:lie');
    expect([code, printed]).toEqual([EXIT_CODE.failed, expect.stringContaining('not what its digest says')]);
    const other = `sha256:${'0'.repeat(64)}`;
    tag('other', [], other);
    expect((await run('all', `acme/app@${other}`)).code).toBe(EXIT_CODE.refused);
  });

  it('follows a redirect to storage without its token, and none to an unsafe address (attack 25)', async () => {
    const { fake, image, layer, tag } = await registryWithImage();
    fake.on('GET /storage', () => ({ status: 200, body: 'kept elsewhere' }));
    const stored = layer('kept elsewhere', { status: 307, headers: { location: `${fake.origin}/storage` } });
    tag('stored', [image('amd64', [stored])]);
    const unsafe = layer('unsafe', { status: 307, headers: { location: 'http://storage.example.com/' } });
    tag('unsafe', [image('amd64', [unsafe])]);
    const { run } = place(fake, withLogin(fake.host));
    expect((await run('all', 'acme/app:stored')).code).toBe(0);
    expect(fake.named('GET /storage').map(({ headers }) => headers.authorization)).toEqual([undefined]);
    const refused = await run('all', 'acme/app:unsafe');
    expect([refused.code, refused.printed]).toEqual([EXIT_CODE.failed, expect.stringContaining('unsafe address')]);
  });

  it('says that the login was refused', async () => {
    const { fake } = await registryWithImage();
    fake.on('GET /token', () => ({ status: 401, body: {} }));
    expect((await place(fake, withLogin(fake.host)).run()).code).toBe(EXIT_CODE.refused);
  });
});

describe('the name of an image', () => {
  it.each([
    ['registry.example.com/acme/app', 'registry.example.com', 'acme/app', 'latest'],
    ['docker://localhost:5000/app:1.0', 'localhost:5000', 'app', '1.0'],
    [`r.example/a/b/c:1@sha256:${'a'.repeat(64)}`, 'r.example', 'a/b/c', `sha256:${'a'.repeat(64)}`],
  ])('%s has a host, a repository and a reference', (text, host, repository, reference) => {
    expect(parseImageReference(text)).toEqual({ host, repository, reference });
  });

  it.each(['alpine', 'acme/app', './folder/file', 'r.example/../v2', 'r.example/App', 'u:p@r.example/app', '/etc', ''])(
    '%j is none',
    (text) => {
      expect(parseImageReference(text)).toBeUndefined();
    },
  );
});
