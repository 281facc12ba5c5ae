import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../harness/available-programs.ts';
import type { Registry } from '../../harness/start-registry.ts';
import { type TemporaryFolder, temporaryFolder } from '../../harness/temporary-folder.ts';
import { type SampleAccount, sampleAccount } from '../../lanyard/sample-account.ts';
import { type Lanyard, startLanyard } from '../../lanyard/start-lanyard.ts';
import { startGuardedRegistry } from '../start-guarded-registry.ts';
import { type PersonAtBrowser, personAtBrowser } from './person-at-browser.ts';
import { runSession } from './run-session.ts';
import { newWorkplace, type Workplace } from './workplace.ts';

describeWith(['docker-registry'], 'signing in by a browser', () => {
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

  const autoTokens = async () => (await acme.browser.get('/api/tokens?origin=auto')).body.tokens;

  it('login, whoami, token commands and logout', async () => {
    const workplace = await workplaceFor('whole');
    await runSession('whole-job', workplace, values());
    expect(await autoTokens()).toEqual([]);
  });

  it('R45: the secrets lie in a file of mode 0600', async () => {
    const workplace = await workplaceFor('mode');
    await workplace.shell(`lanyard login ${registry.host}`);
    expect((await stat(workplace.secretsFile)).mode & 0o777).toBe(0o600);
    expect((await stat(workplace.dockerConfig)).mode & 0o777).toBe(0o600);
    expect(await readFile(workplace.dockerConfig, 'utf8')).toBe(
      `{\n\t"credHelpers": {\n\t\t"${registry.host}": "lanyard"\n\t}\n}`,
    );
  });
});
