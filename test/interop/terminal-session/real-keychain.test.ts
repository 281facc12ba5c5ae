import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith, KEYCHAIN_FOLDER } from '../../support/programs/installed-programs.ts';
import { requireSuccess } from '../../support/programs/run-program.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/programs/temporary-folder.ts';
import { newWorkplace, type Workplace } from '../../support/terminal/workplace.ts';

const SECRET = 'lyd_pat_of_the_keychain_test';
const HOST = 'registry.example.com';

describeWith(['gpg', 'pass', 'docker-credential-pass'], 'the keychain pass', () => {
  let folder: TemporaryFolder;
  let workplace: Workplace;

  beforeAll(async () => {
    folder = await temporaryFolder();
    const home = join(folder.path, 'home');
    await mkdir(join(home, '.gnupg'), { recursive: true, mode: 0o700 });
    workplace = await newWorkplace(home, { secretStore: '', programFolders: [KEYCHAIN_FOLDER] });
    const key = ['--batch', '--quiet', '--passphrase', '', '--quick-gen-key', 'acme@example.com', 'default', 'default'];
    await requireSuccess(workplace.run('gpg', key));
    await requireSuccess(workplace.run('pass', ['init', 'acme@example.com']));
  });

  afterAll(async () => {
    await workplace?.run('gpgconf', ['--kill', 'gpg-agent']);
    await folder?.remove();
  });

  it("is used without configuration, and the secrets are in none of Lanyard's files", async () => {
    const input = JSON.stringify({ ServerURL: HOST, Username: 'acme', Secret: SECRET });
    await requireSuccess(workplace.run('docker-credential-lanyard', ['store'], { input }));
    const own = join(workplace.home, '.config', 'lanyard');
    expect(await readdir(own)).toEqual(['keychain-pass.json']);
    expect(await readFile(join(own, 'keychain-pass.json'), 'utf8')).not.toContain(SECRET);
    const got = await requireSuccess(workplace.run('docker-credential-lanyard', ['get'], { input: HOST }));
    expect(JSON.parse(got.stdout)).toEqual({ ServerURL: HOST, Username: 'acme', Secret: SECRET });
  });

  it('keeps 10 secrets that are stored at the same time, and erases them', async () => {
    const hosts = Array.from({ length: 10 }, (_, at) => `host-${at}.example`);
    const store = (host: string) => JSON.stringify({ ServerURL: host, Username: 'acme', Secret: `${SECRET} ${host}` });
    const run = (action: string, input: string) => workplace.run('docker-credential-lanyard', [action], { input });
    await Promise.all(hosts.map((host) => requireSuccess(run('store', store(host)))));
    for (const host of hosts) expect((await run('get', host)).stdout).toContain(`${SECRET} ${host}`);
    await Promise.all([HOST, ...hosts].map((host) => requireSuccess(run('erase', host))));
    expect((await run('list', '')).stdout).toBe('{}\n');
    expect((await workplace.shell('find .password-store -name "*.gpg"')).stdout).toBe('');
  });
});
