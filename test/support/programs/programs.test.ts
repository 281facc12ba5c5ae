import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { type DockerClient, dockerClient, secureFront } from './docker-client.ts';
import { describeWith } from './installed-programs.ts';
import { makeImage } from './make-image.ts';
import { type PodmanClient, podmanClient } from './podman-client.ts';
import { createDatabase, startPostgres } from './postgres.ts';
import { requireSuccess, runProgram } from './run-program.ts';
import { freePort } from './serve-http.ts';
import { type SkopeoClient, skopeoClient } from './skopeo-client.ts';
import { type Registry, startRegistry } from './start-registry.ts';
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts';

const node = process.execPath;
const user = 'programs';
const secret = 's3cret-of-the-programs';
const htpasswd = `${user}:$2b$04$nQadeMvxmmDLbFjRLgR52.92k3FLIlnWmmS0Wfh0VagSDYjSUwJ8C\n`;
const certificate = `-----BEGIN CERTIFICATE-----
MIIBezCCASGgAwIBAgIULtqx3KQ8jlT77J/WUso4/wqw4o4wCgYIKoZIzj0EAwIw
EjEQMA4GA1UEAwwHSGFybmVzczAgFw0yNjExMjMxMzE4MTJaGA8yMTI2MTAzMDEz
MTgxMlowEjEQMA4GA1UEAwwHSGFybmVzczBZMBMGByqGSM49AgEGCCqGSM49AwEH
A0IABH/pA246lURku29kPmQNfDUHbTP8Z1jgehsLlUhwHZ2aIqm97fj/1AYJBCge
MYYzQY3glTJb28f2IpkP7hHYkZOjUzBRMB0GA1UdDgQWBBQgS1h4aDn7+2NvrGFY
+bTOXz+oPDAfBgNVHSMEGDAWgBQgS1h4aDn7+2NvrGFY+bTOXz+oPDAPBgNVHRMB
Af8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQCvweccJe/lz3iH3LoM+KHZw9Ai
KRliykztNBeav9d/WAIgeqrU+Lxavt1ByR+cHVfUSScku+hTzZgA/Bt5NJ3+yp4=
-----END CERTIFICATE-----
`;

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());
afterEach(() => {
  vi.unstubAllEnvs();
});

async function newFolder(name: string): Promise<string> {
  const path = join(folder.path, name);
  await mkdir(path);
  return path;
}

describe('running programs', () => {
  it('passes arguments unchanged, without a shell', async () => {
    const argument = '$(id); `id` "x" *';
    const { stdout } = await runProgram(node, ['-e', 'process.stdout.write(process.argv[1])', argument]);
    expect(stdout).toBe(argument);
  });

  it('passes input on stdin, and returns the exit code and both outputs', async () => {
    const script = 'process.stdin.pipe(process.stdout); console.error("oh"); process.exitCode = 3';
    const result = await runProgram(node, ['-e', script], { input: secret });
    expect(result).toEqual({ exitCode: 3, stdout: secret, stderr: 'oh\n' });
    await expect(requireSuccess(Promise.resolve(result))).rejects.toThrow('exited with 3');
  });

  it("keeps the caller's settings out and adds those of the test", async () => {
    vi.stubEnv('REGISTRY_AUTH_FILE', '/of/the/caller');
    const script = 'console.log(process.env.REGISTRY_AUTH_FILE, process.env.OF_THE_TEST)';
    const { stdout } = await runProgram(node, ['-e', script], { env: { OF_THE_TEST: 'yes' } });
    expect(stdout).toBe('undefined yes\n');
  });

  it('kills a program that does not end, and its children, and reports what it printed', async () => {
    const running = runProgram('sh', ['-c', 'sleep 600 & echo child $!; wait'], { timeoutSeconds: 1 });
    const error = await running.catch((thrown: Error) => thrown);
    expect(String(error)).toContain('sh did not end within 1 s');
    const child = /child (\d+)/.exec(String(error))?.[1];
    await expect.poll(() => isRunning(Number(child))).toBe(false);
  });

  it('says which program is missing', async () => {
    await expect(runProgram('no-such-program', [])).rejects.toThrow('no-such-program');
  });
});

/** A process that has ended but that its parent has not collected yet does not run. */
async function isRunning(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return state !== '' && !/\) [ZX] /.test(state);
}

describe('ports and folders', () => {
  it('finds a free port', async () => {
    const port = await freePort();
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
    server.close();
  });

  it('removes a temporary folder with its content, even if that is read-only', async () => {
    const other = await temporaryFolder();
    await mkdir(join(other.path, 'inner'));
    await writeFile(join(other.path, 'inner', 'file'), '');
    await chmod(join(other.path, 'inner'), 0o555);
    await other[Symbol.asyncDispose]();
    expect(existsSync(other.path)).toBe(false);
  });
});

describe('suites that need programs', () => {
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const run = async (name: string, environment: { readonly CI: string }, withSkopeo: boolean) => {
    const root = await newFolder(name);
    const described = JSON.stringify(join(import.meta.dirname, 'installed-programs.ts'));
    const suite = `describeWith(['skopeo'], 'copies', () => { it('runs', () => { expect(1).toBe(1); }); });`;
    await writeFile(join(root, 'suite.test.ts'), `import { describeWith } from ${described};\n${suite}`);
    if (withSkopeo) await writeFile(join(root, 'skopeo'), '').then(() => chmod(join(root, 'skopeo'), 0o755));
    const args = [vitest, 'run', '--root', root, '--globals', '--reporter=verbose', '--no-color'];
    return runProgram(node, args, { cwd: root, env: { PATH: root, ...environment } });
  };

  it('run if the programs are installed', async () => {
    const result = await run('present', { CI: 'true' }, true);
    expect(result.stdout).toContain('Tests  1 passed (1)');
  });

  it('are skipped with a reason if a program is missing', async () => {
    const result = await run('missing', { CI: '' }, false);
    expect(result.stdout).toContain('copies (left out: not installed: skopeo) > runs');
    expect(result.stdout).toContain('Tests  1 skipped (1)');
    expect(result.exitCode).toBe(0);
  });

  it('fail with CI=true if a program is missing', async () => {
    const result = await run('missing-in-ci', { CI: 'true' }, false);
    expect(result.stdout + result.stderr).toContain('not installed: skopeo');
    expect(result.exitCode).toBe(1);
  });
});

describeWith(['docker-registry', 'skopeo', 'podman', 'docker'], 'an open registry', () => {
  let registry: Registry;
  let skopeo: SkopeoClient;
  let podman: PodmanClient;
  let docker: DockerClient;
  let image: string;
  beforeAll(async () => {
    const own = await newFolder('open');
    registry = await startRegistry({ port: await freePort(), folder: own });
    [skopeo, podman, docker] = await Promise.all([skopeoClient(own), podmanClient(own), dockerClient(own)]);
    image = await makeImage(own, { marker: 'open' });
    await requireSuccess(skopeo.copyIn(image, `${registry.host}/team/app:v1`));
  });
  afterAll(() => registry?.stop());

  it('stores the image that skopeo copies in, and returns it byte for byte', async () => {
    const inspected = await requireSuccess(skopeo.inspect(`${registry.host}/team/app:v1`));
    expect(JSON.parse(inspected.stdout).Digest).toBe(await digestOf(image));
    const copy = join(folder.path, 'copy');
    await requireSuccess(skopeo.copyOut(`${registry.host}/team/app:v1`, copy));
    expect(await digestOf(copy)).toBe(await digestOf(image));
    expect(registry.logs()).toContain('PUT /v2/team/app/manifests/v1');
  });

  it('gives docker a manifest without a daemon', async () => {
    const { stdout } = await requireSuccess(docker.manifestInspect(`${registry.host}/team/app:v1`));
    expect(JSON.parse(stdout).layers).toHaveLength(1);
  });

  it('works with podman for pull and push, and podman can load an image from disk', async () => {
    await requireSuccess(podman.pull(`${registry.host}/team/app:v1`));
    await requireSuccess(podman.push(`${registry.host}/team/app:v1`));
    await requireSuccess(podman.rmi(`${registry.host}/team/app:v1`));
    await requireSuccess(podman.load(image, `${registry.host}/team/app:v2`));
    await requireSuccess(podman.push(`${registry.host}/team/app:v2`));
    const names = await requireSuccess(podman.run(['images', '--format', '{{.Repository}}:{{.Tag}}']));
    expect(names.stdout).toBe(`${registry.host}/team/app:v2\n`);
    const { stdout } = await requireSuccess(skopeo.listTags(`${registry.host}/team/app`));
    expect(JSON.parse(stdout).Tags.sort()).toEqual(['v1', 'v2']);
  });

  it('lets skopeo delete an image', async () => {
    await requireSuccess(skopeo.copyIn(await makeImage(folder.path, { marker: 'gone' }), `${registry.host}/old:v1`));
    await requireSuccess(skopeo.delete(`${registry.host}/old:v1`));
    const inspected = await skopeo.inspect(`${registry.host}/old:v1`);
    expect(inspected.exitCode).not.toBe(0);
    expect(inspected.stderr).toContain('manifest unknown');
  });
});

async function digestOf(layout: string): Promise<unknown> {
  return JSON.parse(await readFile(join(layout, 'index.json'), 'utf8')).manifests[0].digest;
}

describeWith(['docker-registry', 'skopeo', 'podman', 'docker'], 'a registry with an auth block', () => {
  let registry: Registry;
  let own: string;
  beforeAll(async () => {
    own = await newFolder('closed');
    const file = join(own, 'htpasswd');
    await writeFile(file, htpasswd);
    const configurationYaml = `auth:\n  htpasswd:\n    realm: programs\n    path: ${file}\n`;
    registry = await startRegistry({ configurationYaml, port: await freePort(), folder: own });
  });
  afterAll(() => registry?.stop());

  it.each([
    ['skopeo', skopeoClient],
    ['podman', podmanClient],
  ] as const)('lets %s log in only with the right secret', async (_name, makeClient) => {
    const client = await makeClient(own);
    await requireSuccess(client.login(registry.host, user, secret));
    await requireSuccess(client.logout(registry.host));
    const refused = await client.login(registry.host, user, 'wrong');
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toMatch(/unauthorized|invalid username\/password/i);
  });

  it('lets a client in only between login and logout', async () => {
    const skopeo = await skopeoClient(own);
    const image = await makeImage(own, { marker: 'closed' });
    const copy = () => skopeo.copyIn(image, `${registry.host}/team/app:v1`);
    expect((await copy()).exitCode).not.toBe(0);
    await requireSuccess(skopeo.login(registry.host, user, secret));
    await requireSuccess(copy());
    await requireSuccess(skopeo.logout(registry.host));
    expect((await copy()).exitCode).not.toBe(0);
  });

  it('lets docker log in over TLS only with the right secret, which docker stores in its own configuration', async () => {
    const front = await secureFront(own, registry.url);
    const docker = await front.docker(await newFolder('docker-login'));
    expect((await docker.config()).auths).toBeUndefined();
    const refused = await docker.login(front.host, user, 'wrong');
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toMatch(/unauthorized|invalid username\/password/i);
    await requireSuccess(docker.login(front.host, user, secret));
    const { auths } = await docker.config();
    expect(auths?.[front.host]?.auth).toBe(Buffer.from(`${user}:${secret}`).toString('base64'));
    await requireSuccess(docker.logout(front.host));
    await front.stop();
  });
});

describeWith(['docker-registry'], 'starting and stopping a registry', () => {
  const tokenAuth = (bundle: string) =>
    `auth: {token: {realm: 'http://localhost:1/token', service: s, issuer: i, rootcertbundle: ${bundle}}}`;

  it('uses the given token authentication, and the registry is gone after stop', async () => {
    const own = await newFolder('token');
    const bundle = join(own, 'root.pem');
    await writeFile(bundle, certificate);
    const registry = await startRegistry({ configurationYaml: tokenAuth(bundle), port: await freePort(), folder: own });
    const answer = await fetch(`${registry.url}/v2/`);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="http://localhost:1/token",service="s"');
    await registry.stop();
    await registry.stop();
    await expect(fetch(`${registry.url}/v2/`)).rejects.toThrow('fetch failed');
  });

  it("throws the registry's own message if it does not start", async () => {
    const own = await newFolder('broken');
    const bundle = join(own, 'root.pem');
    await writeFile(bundle, 'no certificate');
    const starting = startRegistry({ configurationYaml: tokenAuth(bundle), port: await freePort(), folder: own });
    await expect(starting).rejects.toThrow('token auth requires at least one token signing root certificate');
  });

  it.each([
    ['has no auth block', 'storage: {}', 'no auth block'],
    ['names no root certificate', 'auth: {token: {realm: x}}', 'rootcertbundle is missing'],
    ['names a root certificate that is not there', tokenAuth('/nowhere.pem'), 'there is no file /nowhere.pem'],
  ])('starts nothing if the configuration %s', async (_case, configurationYaml, message) => {
    const starting = startRegistry({ configurationYaml, port: await freePort(), folder: folder.path });
    await expect(starting).rejects.toThrow(message);
  });
});

describeWith(['postgres'], 'PostgreSQL', () => {
  it('is shared by all suites, and each has its own database', async () => {
    const [one, other] = await Promise.all([newSharedDatabase(), newSharedDatabase()]);
    await query(one, 'CREATE TABLE mine (id text)');
    expect(await query(one, 'SELECT count(*)::int AS value FROM mine')).toBe(0);
    await expect(query(other, 'SELECT 1 AS value FROM mine')).rejects.toThrow('does not exist');
  });

  it('sorts text by language, as installed databases do', async () => {
    const ordered = `SELECT string_agg(name, '' ORDER BY name) AS value FROM (VALUES ('B'), ('a'), ('b')) AS t(name)`;
    expect(await query(await newSharedDatabase(), ordered)).toBe('abB');
  });

  it('refuses a wrong password', async () => {
    const url = new URL(await newSharedDatabase());
    url.password = 'wrong';
    await expect(query(url.href, 'SELECT 1 AS value')).rejects.toThrow('password authentication failed');
  });

  it('can be started separately, and leaves nothing behind, even with an open connection', async () => {
    const postgres = await startPostgres();
    const client = new Client({ connectionString: await postgres.createDatabase() });
    client.on('error', () => {});
    await client.connect();
    const data = await query(postgres.url, `SELECT current_setting('data_directory') AS value`);
    expect(existsSync(String(data))).toBe(true);
    await postgres.stop();
    expect(existsSync(dirname(String(data)))).toBe(false);
    await expect(query(postgres.url, 'SELECT 1 AS value')).rejects.toThrow('ECONNREFUSED');
  });
});

function newSharedDatabase(): Promise<string> {
  const url = inject('postgresUrl');
  if (url === undefined) throw new Error('shared-postgres is not among the globalSetup files');
  return createDatabase(url);
}

/** The column `value` of the first row. */
async function query(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0]?.value;
  } finally {
    await client.end();
  }
}
