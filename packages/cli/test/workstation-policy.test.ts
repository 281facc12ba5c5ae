import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { login } from '../src/commands/login.ts';
import { logout } from '../src/commands/logout.ts';
import { tokenCreate, tokenLs } from '../src/commands/token.ts';
import { whoami } from '../src/commands/whoami.ts';
import { readEnvironment } from '../src/environment.ts';
import { serveHelper } from '../src/helper/serve-helper.ts';
import { readCredential, writeCredential } from '../src/secrets/credential.ts';
import { openSecretStore } from '../src/secrets/open-secret-store.ts';
import { readWorkstationPolicy } from '../src/workstation-policy.ts';
import { type FakeLanyard, fakeLanyard } from './fake-lanyard.ts';
import { type TestContext, testContext, testEnvironment } from './test-context.ts';

const QUIET = { browser: false };
const NOT_FOUND = 'credentials not found in native keychain';

const MALFORMED: readonly (readonly [string, string | Uint8Array])[] = [
  ['nothing', ''],
  ['no JSON', 'allowedOrgs: acme-inc'],
  ['half of a file', '{"allowedOrgs":["acme-inc"'],
  ['a list', '["acme-inc"]'],
  ['another key', '{"allowedOrg":["acme-inc"]}'],
  ['a text instead of a list', '{"allowedOrgs":"acme-inc"}'],
  ['an empty list', '{"allowedOrgs":[]}'],
  ['an empty name', '{"allowedOrgs":["acme-inc",""]}'],
  ['a number', '{"allowedOrgs":["acme-inc",1]}'],
  ['a byte order mark', '\ufeff{"allowedOrgs":["acme-inc"]}'],
  ['UTF-16', Buffer.from('\ufeff{"allowedOrgs":["acme-inc"]}', 'utf16le')],
];

function allow({ environment }: TestContext, ...allowedOrgs: readonly string[]): void {
  writeFileSync(environment.workstationPolicyFile, JSON.stringify({ allowedOrgs }));
}

async function signedIn() {
  const [fake, context] = [await fakeLanyard(), testContext()];
  await login(context, fake.host, QUIET);
  return { fake, context, ...helperOf(context) };
}

function helperOf({ environment }: TestContext) {
  const told: string[] = [];
  const run = (action: string, input: string) =>
    serveHelper([action], { environment, readInput: () => input, note: (line) => told.push(line) });
  return {
    told,
    get: (host: string) => run('get', host),
    list: async () => JSON.parse(await run('list', '')),
    store: (host: string) => run('store', JSON.stringify({ ServerURL: host, Username: 'beta', Secret: 'manual' })),
  };
}

const serverTells = (fake: FakeLanyard, ...organizations: readonly string[]) =>
  fake.on('GET /token', () => ({ status: 200, body: { token: 'registry-token', organizations } }));

describe('registry.json', () => {
  it('is the file that Docker reads, whatever the environment variables say', () => {
    const usual = readEnvironment({}).workstationPolicyFile;
    if (process.platform === 'linux') expect(usual).toBe('/usr/share/docker-desktop/registry/registry.json');
    const names = ['HOME', 'XDG_CONFIG_HOME', 'DOCKER_CONFIG', 'ProgramData', 'LANYARD_REGISTRY_JSON', 'PWD'];
    const env = Object.fromEntries(names.map((name) => [name, '/elsewhere']));
    expect(readEnvironment(env).workstationPolicyFile).toBe(usual);
  });

  it('sets no rule if the file does not exist', () => {
    expect(readWorkstationPolicy(testEnvironment())).toBeUndefined();
  });

  it('may have other settings of Docker', () => {
    const environment = testEnvironment();
    writeFileSync(environment.workstationPolicyFile, '{"allowedOrgs":["acme-inc","globex"],"more":1}\r\n');
    expect(readWorkstationPolicy(environment)?.allowedOrganizations).toEqual(['acme-inc', 'globex']);
  });

  it.each(MALFORMED)('is malformed if it contains %s', (_what, text) => {
    const environment = testEnvironment();
    writeFileSync(environment.workstationPolicyFile, text);
    expect(() => readWorkstationPolicy(environment)).toThrow(/registry\.json is malformed, so no access token/);
  });

  it('when malformed, lets no command ask a server or return a token, and the reason is printed', async () => {
    const { fake, context, get, list } = await signedIn();
    fake.requests.length = 0;
    writeFileSync(context.environment.workstationPolicyFile, '{"allowedOrgs":[]}');
    const message = expect.stringMatching(/registry\.json is malformed, so no access token is handed out/);
    await expect(get(fake.host)).rejects.toMatchObject({ message });
    await expect(list()).rejects.toMatchObject({ message });
    for (const command of [() => login(context, fake.host, QUIET), () => tokenLs(context, {}), () => whoami(context)]) {
      await expect(command()).rejects.toMatchObject({ exitCode: 1, message });
    }
    expect(fake.requests).toEqual([]);
  });

  it('when unreadable, counts as malformed and not as missing', async () => {
    const { fake, context, get } = await signedIn();
    mkdirSync(context.environment.workstationPolicyFile);
    await expect(get(fake.host)).rejects.toThrow('cannot be read (EISDIR), so no access token is handed out');
  });
});

describe('lanyard login', () => {
  it('signs in a member of one of several organizations, and stores the organizations of the account', async () => {
    const [fake, context] = [await fakeLanyard(), testContext()];
    allow(context, 'globex', 'acme-inc');
    await login(context, fake.host, QUIET);
    const store = await openSecretStore(context.environment);
    expect((await readCredential(store, fake.host))?.organizations).toEqual(['acme-inc']);
  });

  it.each([
    ['another organization', 'globex'],
    ['another spelling', 'Acme-Inc'],
    ['a longer name', 'acme-inc2'],
  ])('ends the login and stores nothing if the workstation is for %s', async (_what, allowed) => {
    const [fake, context] = [await fakeLanyard(), testContext()];
    allow(context, allowed);
    await expect(login(context, fake.host, QUIET)).rejects.toMatchObject({
      exitCode: 4,
      message: `this workstation is for members of ${allowed} (${context.environment.workstationPolicyFile}), and acme is not a member`,
    });
    expect(fake.revoked).toEqual([fake.refreshToken()]);
    expect(fake.named('POST /v2/access-tokens/desktop-generate')).toEqual([]);
    expect(existsSync(context.environment.lanyardFolder)).toBe(false);
    expect(existsSync(context.environment.dockerFolder)).toBe(false);
  });
});

describe('the credential helper', () => {
  it('returns no token of an account that is not allowed, says why, and keeps it in case the rule changes', async () => {
    const { fake, context, get, list, told } = await signedIn();
    allow(context, 'globex');
    await expect(get(fake.host)).rejects.toThrow(new Error(NOT_FOUND));
    const rule = `this workstation is for members of globex (${context.environment.workstationPolicyFile})`;
    const signInAgain = `lanyard: run: lanyard login ${fake.host}`;
    expect(told.splice(0)).toEqual([`lanyard: ${fake.host}: ${rule}, and acme is not a member`, signInAgain]);
    expect(await list()).toEqual({});
    expect(told).toEqual([`lanyard: ${rule}; left out: ${fake.host}`, 'lanyard: run: lanyard login REGISTRY']);
    rmSync(context.environment.workstationPolicyFile);
    expect(JSON.parse(await get(fake.host)).Secret).toBe('auto-1');
    expect(await list()).toEqual({ [fake.host]: 'acme' });
  });

  it("uses the server's current answer rather than its answer at the login", async () => {
    const { fake, context, get } = await signedIn();
    allow(context, 'acme-inc');
    serverTells(fake, 'acme-inc');
    expect(JSON.parse(await get(fake.host)).Secret).toBe('auto-1');
    expect(fake.named('GET /token').at(-1)?.query.get('organizations')).toBe('true');
    serverTells(fake);
    await expect(get(fake.host)).rejects.toThrow(NOT_FOUND);
    allow(context, 'globex');
    serverTells(fake, 'globex');
    expect(JSON.parse(await get(fake.host)).Secret).toBe('auto-1');
  });

  it('uses what the server said at the login if the server is unreachable or does not say', async () => {
    const { fake, context, get } = await signedIn();
    allow(context, 'acme-inc');
    expect(JSON.parse(await get(fake.host)).Secret).toBe('auto-1');
    await fake.stop();
    expect(JSON.parse(await get(fake.host)).Secret).toBe('auto-1');
    allow(context, 'globex');
    await expect(get(fake.host)).rejects.toThrow(NOT_FOUND);
  });

  it('returns no token of an older login until the server names its organizations', async () => {
    const { fake, context, get } = await signedIn();
    const store = await openSecretStore(context.environment);
    const kept = await readCredential(store, fake.host);
    if (!kept) throw new Error('nothing was kept');
    const { organizations: _, ...older } = kept;
    await writeCredential(store, fake.host, older);
    allow(context, 'acme-inc');
    await expect(get(fake.host)).rejects.toThrow(NOT_FOUND);
    serverTells(fake, 'acme-inc');
    expect(JSON.parse(await get(fake.host)).Secret).toBe('auto-1');
  });

  it('returns what docker login stored only if a member is signed in too', async () => {
    const { fake, context, get, list, store, told } = await signedIn();
    await store('other.example');
    allow(context, 'globex');
    await expect(get('other.example')).rejects.toThrow(NOT_FOUND);
    expect(told[0]).toMatch(/^lanyard: other\.example: this workstation is .*, and no member is signed in$/);
    allow(context, 'acme-inc');
    expect(JSON.parse(await get('other.example')).Secret).toBe('manual');
    expect(await list()).toEqual({ [fake.host]: 'acme', 'other.example': 'beta' });
  });

  it('shows the names in the file without terminal control characters', async () => {
    const { fake, context, get, told } = await signedIn();
    allow(context, '\u001b[2Jglobex\nlanyard: all is well');
    await expect(get(fake.host)).rejects.toThrow(NOT_FOUND);
    expect(told[0]).toContain('for members of ?[2Jglobex?lanyard: all is well (');
  });
});

describe('other commands', () => {
  it('neither create nor list tokens for an account that is not allowed, but can still log out', async () => {
    const { fake, context } = await signedIn();
    allow(context, 'globex');
    const create = { grant: ['acme/app:pull'], expires: '30d' };
    for (const command of [() => tokenLs(context, {}), () => tokenCreate(context, 'ci', create)]) {
      await expect(command()).rejects.toMatchObject({ exitCode: 4, message: expect.stringContaining('globex') });
    }
    expect(fake.requests.filter(({ name }) => name.endsWith('/api/tokens'))).toEqual([]);
    await logout(context, fake.host, {});
    expect(fake.revoked).toEqual(['refresh-3']);
  });

  it('include whoami, which shows the organizations, the rule of the workstation and whether it is met', async () => {
    const { context } = await signedIn();
    const path = context.environment.workstationPolicyFile;
    for (const [allowed, isMet] of [
      ['acme-inc', true],
      ['globex', false],
    ] as const) {
      allow(context, allowed);
      await whoami(context);
      expect(context.results.at(-1)).toContain('organizations:  acme-inc\n');
      const rule = `workstation:    this workstation is for members of ${allowed} (${path})`;
      expect(context.results.at(-1)).toContain(isMet ? `${rule}\n` : `${rule}, and acme is not a member\n`);
      await whoami({ ...context, json: true });
      const { organizations, workstation } = JSON.parse(context.results.at(-1) ?? '');
      expect(organizations).toEqual(['acme-inc']);
      expect(workstation).toEqual({ path, allowedOrganizations: [allowed], isMet });
    }
  });
});
