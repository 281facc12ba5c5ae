import { mkdir, readFile, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  acceptInvitation,
  joinOrganization,
  type SampleAccount,
  sampleAccount,
} from '../../support/lanyard/accounts.ts';
import { startGuardedRegistry } from '../../support/lanyard/guarded-registry.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { makeImage } from '../../support/programs/make-image.ts';
import { podmanClient } from '../../support/programs/podman-client.ts';
import { requireSuccess } from '../../support/programs/run-program.ts';
import { serveHttp } from '../../support/programs/serve-http.ts';
import type { Registry } from '../../support/programs/start-registry.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/programs/temporary-folder.ts';
import { type PersonAtBrowser, personAtBrowser, signInElsewhere } from '../../support/terminal/person-at-browser.ts';
import { runSession } from '../../support/terminal/session.ts';
import { watchProcesses } from '../../support/terminal/watch-processes.ts';
import { newWorkplace, type Workplace } from '../../support/terminal/workplace.ts';

describeWith(['docker-registry', 'docker', 'skopeo', 'podman'], 'signing in with a browser', () => {
  let folder: TemporaryFolder;
  let lanyard: Lanyard;
  let registry: Registry;
  let acme: SampleAccount;
  let person: PersonAtBrowser;

  beforeAll(async () => {
    folder = await temporaryFolder();
    lanyard = await startLanyard();
    registry = await startGuardedRegistry(lanyard, folder.path);
    acme = await sampleAccount(lanyard, 'acme');
    person = await personAtBrowser(acme.browser);
  });

  afterAll(async () => {
    await person?.stop();
    await registry?.stop();
    await lanyard?.stop();
    await folder?.remove();
  });

  const values = () => ({ HOST: registry.host, SERVER: lanyard.url });

  async function workplaceFor(name: string): Promise<Workplace> {
    const home = join(folder.path, name);
    await mkdir(home, { mode: 0o700 });
    return newWorkplace(home, { onPage: person.url });
  }

  async function signedIn(name: string): Promise<Workplace> {
    const workplace = await workplaceFor(name);
    await requireSuccess(workplace.shell(`lanyard login ${registry.host}`));
    return workplace;
  }

  const autoTokens = async () => (await acme.browser.get('/api/tokens?origin=auto')).body.tokens;

  /** Only the ids, because the times of use are written a little later. */
  const autoTokenIds = async () => (await autoTokens()).map(({ id }: { readonly id: string }) => id);

  const deleteAutoTokens = async () => {
    for (const id of await autoTokenIds()) await acme.browser.delete(`/api/tokens/${id}`);
  };

  it('lets a person sign in, manage tokens and sign out', async () => {
    const workplace = await workplaceFor('whole');
    await runSession('whole-job', workplace, values());
    expect(await autoTokens()).toEqual([]);
  });

  it('lets docker, skopeo and podman use the login, and names the token after the lanyard CLI', async () => {
    const workplace = await signedIn('clients');
    const image = await makeImage(folder.path, { marker: 'signed in' });
    const reference = `${registry.host}/acme/signed-in:v1`;
    await requireSuccess(
      workplace.shell(
        `skopeo --insecure-policy copy --dest-tls-verify=false oci:${image}:latest docker://${reference}`,
      ),
    );
    const podman = await podmanClient(workplace.home);
    const asAtHome = { env: { ...workplace.env, REGISTRY_AUTH_FILE: '' } };
    await requireSuccess(podman.run(['pull', '--tls-verify=false', reference], asAtHome));
    await requireSuccess(podman.run(['push', '--tls-verify=false', reference], asAtHome));
    await runSession('clients', workplace, { ...values(), REFERENCE: reference });
    const [token] = await autoTokens();
    expect(token).toMatchObject({
      origin: 'auto',
      description: `lanyard CLI 0.1.0 on ${hostname()}`,
    });
    await deleteAutoTokens();
  });

  it('R45: puts the secrets into no argument and no environment, only into a file of mode 0600', async () => {
    const workplace = await workplaceFor('hidden');
    const watch = watchProcesses(workplace.home);
    await requireSuccess(workplace.shell(`lanyard login ${registry.host}`));
    await requireSuccess(workplace.shell(`docker manifest inspect --insecure ${registry.host}/acme/signed-in:v1`));
    await requireSuccess(workplace.shell('lanyard whoami'));
    watch.stop();
    const stored = await readFile(workplace.secretsFile, 'utf8');
    const secrets = [/lyd_auto_\w+/, /refreshToken\\":\\"([^\\]+)/].map(
      (pattern) => pattern.exec(stored)?.at(-1) ?? '',
    );
    const programs = [...watch.seen().keys()].join('\n');
    for (const program of ['lanyard\0login', 'docker-credential-lanyard\0get', 'test-browser', 'lanyard\0whoami']) {
      expect(programs).toContain(program);
    }
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(20);
      expect([...watch.seen().values()].filter((text) => text.includes(secret))).toEqual([]);
    }
    expect((await stat(workplace.secretsFile)).mode & 0o777).toBe(0o600);
    await deleteAutoTokens();
  });

  it('the credential helper says that its token was evicted, and creates no new one by itself', async () => {
    const workplace = await signedIn('evicted');
    for (let turn = 0; turn < 5; turn += 1) await signInElsewhere(lanyard.url, acme.browser);
    const tokensBefore = await autoTokenIds();
    await runSession('evicted', workplace, values());
    expect(await autoTokenIds()).toEqual(tokensBefore);
    await deleteAutoTokens();
  });

  it('a command-line login that has ended is reported and removed from the machine', async () => {
    const workplace = await signedIn('ended');
    const before = lanyard.clock.now();
    lanyard.clock.advance(31 * 24 * 60 * 60);
    await runSession('ended', workplace, values());
    lanyard.clock.advance(-(31 * 24 * 60 * 60));
    expect(Math.abs(lanyard.clock.now() - before)).toBeLessThan(60_000);
  });

  it('a refused login leaves nothing behind', async () => {
    const workplace = await workplaceFor('refused');
    const tokensBefore = await autoTokenIds();
    person.decision = 'refuse';
    await runSession('refused', workplace, values());
    person.decision = 'approve';
    expect(await autoTokenIds()).toEqual(tokensBefore);
  });

  it('a workstation for members of an organization lets only members log in', async () => {
    const home = join(folder.path, 'workstation');
    await mkdir(home, { mode: 0o700 });
    const workstationPolicyFile = join(home, 'registry.json');
    const workplace = await newWorkplace(home, { onPage: person.url, workstationPolicyFile });
    const tokensBefore = await autoTokenIds();
    await runSession('workstation-of-others', workplace, values());
    expect(await autoTokenIds()).toEqual(tokensBefore);
    const owner = await sampleAccount(lanyard, 'owner-of-acme-inc');
    const { browser } = owner;
    expect((await browser.post('/api/organizations', { name: 'acme-inc' })).status).toBe(201);
    const membership = '/api/organizations/acme-inc/members/acme';
    await joinOrganization(owner, '/api/organizations/acme-inc', acme);
    await runSession('workstation', workplace, values());
    expect((await browser.delete(membership)).status).toBe(204);
    await runSession('workstation-left', workplace, values());
  });

  it('an invitation is shown with its rules, answered on a page whose address is printed, and its outcome is printed', async () => {
    const owner = await sampleAccount(lanyard, 'owner-of-initech');
    const path = '/api/organizations/initech';
    expect((await owner.browser.post('/api/organizations', { name: 'initech' })).status).toBe(201);
    await owner.browser.patch(`${path}/policy`, { autoTokensKept: 3 });
    await using page = await serveHttp(async (_request, response) => {
      await acme.browser.signIn(acme.name, acme.password);
      await acceptInvitation(acme, 'initech');
      response.end();
    });
    await signedIn('invited');
    const workplace = await newWorkplace(join(folder.path, 'invited', 'again'), { onPage: page.url });
    await owner.browser.post(`${path}/invitations`, { account: 'acme', role: 'member' });
    const atHome = { env: { HOME: join(folder.path, 'invited') } };
    const { stdout, stderr } = await requireSuccess(workplace.run('lanyard', ['invitations', '--answer'], atHome));
    expect(stdout).toBe('you are a member of initech\n');
    expect(stderr).toContain('owner-of-initech invites you to become a member of initech');
    expect(stderr).toContain(
      'initech keeps at most 3 of the auto-generated tokens of your account (for your whole account)',
    );
    expect(stderr).toContain(`your browser opens ${lanyard.url}/organizations`);
    expect((await acme.browser.delete(`${path}/members/acme`)).status).toBe(204);
    await deleteAutoTokens();
  });

  it('commands say that the server cannot be reached', async () => {
    const workplace = await signedIn('unreachable');
    await lanyard.stop();
    await runSession('unreachable', workplace, values());
  });
});
