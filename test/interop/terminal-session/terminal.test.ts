import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { startGuardedRegistry } from '../../support/lanyard/guarded-registry.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { runInTerminal, type TerminalSession } from '../../support/programs/pseudo-terminal.ts';
import type { Registry } from '../../support/programs/start-registry.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/programs/temporary-folder.ts';
import { type PersonAtBrowser, personAtBrowser } from '../../support/terminal/person-at-browser.ts';
import { newWorkplace, type Workplace } from '../../support/terminal/workplace.ts';

describeWith(['docker-registry'], 'a person at a terminal', () => {
  let folder: TemporaryFolder;
  let lanyard: Lanyard;
  let registry: Registry;
  let acme: SampleAccount;
  let person: PersonAtBrowser;
  const sessions: TerminalSession[] = [];

  beforeAll(async () => {
    folder = await temporaryFolder();
    lanyard = await startLanyard();
    registry = await startGuardedRegistry(lanyard, folder.path);
    acme = await sampleAccount(lanyard, 'acme');
    person = await personAtBrowser(acme.browser);
  });

  afterAll(async () => {
    for (const session of sessions) await session.stop();
    await person?.stop();
    await registry?.stop();
    await lanyard?.stop();
    await folder?.remove();
  });

  async function workplaceFor(name: string): Promise<Workplace> {
    const home = join(folder.path, name);
    await mkdir(home, { mode: 0o700 });
    return newWorkplace(home, { onPage: person.url });
  }

  function start({ env, home }: Workplace, ...args: readonly string[]): TerminalSession {
    const session = runInTerminal('lanyard', args, { env, cwd: home, columns: 100 });
    sessions.push(session);
    return session;
  }

  it('sees a spinner, a QR code and a table, and must confirm before tokens are deleted', async () => {
    const workplace = await workplaceFor('person');
    const login = start(workplace, 'login', registry.host, '--qr');
    await login.waitFor(/\| waiting for approval/);
    expect(login.text()).toMatch(/[▀▄█]{10}/);
    expect(await login.exitCode()).toBe(0);
    expect(login.text()).toContain(`signed in to ${registry.host} as acme`);

    const body = { description: 'long forgotten', grants: [{ pattern: 'acme/*', actions: ['pull'] }] };
    const expiresAt = new Date(lanyard.clock.now() + 60_000).toISOString();
    await acme.browser.post('/api/tokens', { ...body, expiresAt });
    lanyard.clock.advance(61);
    const list = start(workplace, 'token', 'ls', '--status', 'expired');
    await list.waitFor(
      /ID +DESCRIPTION +SOURCE +STATUS +CREATED +LAST USED +EXPIRES +MAY\n[0-9a-f]{8} +long forgotten +manual +expired/,
    );

    const unsure = start(workplace, 'token', 'prune');
    await unsure.waitFor(/permanently delete these 1 access tokens\? \[y\/N\]/);
    unsure.type('\r');
    await unsure.waitFor(/deleted 0 of 1 found/);
    const sure = start(workplace, 'token', 'prune');
    await sure.waitFor(/\[y\/N\]/);
    sure.type('y\r');
    await sure.waitFor(/deleted 1 of 1 found/);
  });

  it('can interrupt a login, which leaves nothing behind', async () => {
    const workplace = await workplaceFor('interrupted');
    const login = start(workplace, 'login', registry.host, '--no-browser');
    await login.waitFor(/enter the code/);
    await login.waitFor(/waiting for approval/);
    login.type('\x03');
    expect(await login.exitCode()).toBe(130);
    expect(await readdir(workplace.home)).toEqual(['programs']);
  });
});
