import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { addHelper, helperOf, holdsPlainLogin, hostsOfHelper, removeHelper } from '../src/docker-config.ts';
import type { Environment } from '../src/environment.ts';
import { testEnvironment } from './test-context.ts';

const HOST = 'registry.example.com';

function configWith(text: string): { readonly environment: Environment; readonly path: string } {
  const environment = testEnvironment();
  mkdirSync(environment.dockerFolder, { recursive: true });
  const path = join(environment.dockerFolder, 'config.json');
  writeFileSync(path, text);
  return { environment, path };
}

const read = (path: string) => readFileSync(path, 'utf8');

it('creates config.json as docker would, readable only by its owner', async () => {
  const environment = testEnvironment();
  await addHelper(environment, HOST);
  const path = join(environment.dockerFolder, 'config.json');
  expect(read(path)).toBe(`{\n\t"credHelpers": {\n\t\t"${HOST}": "lanyard"\n\t}\n}`);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(environment.dockerFolder)).toEqual(['config.json']);
});

it('keeps unknown fields, all digits of numbers, and the mode of the file', async () => {
  const config =
    '{\n\t"auths": {\n\t\t"b": {}\n\t},\n\t"big": 12345678901234567890.10,\n\t"__proto__": {\n\t\t"x": 1e400\n\t},\n\t"credsStore": "pass"\n}';
  const { environment, path } = configWith(config);
  chmodSync(path, 0o640);
  await addHelper(environment, HOST);
  expect(read(path)).toBe(
    config.replace('"credsStore": "pass"', `"credsStore": "pass",\n\t"credHelpers": {\n\t\t"${HOST}": "lanyard"\n\t}`),
  );
  expect(statSync(path).mode & 0o777).toBe(0o640);
  await removeHelper(environment, HOST);
  expect(read(path)).toBe(config);
});

it('removes its own entry and keeps other entries', async () => {
  const { environment, path } = configWith('{"credHelpers":{"a.example":"ecr-login"}}');
  await addHelper(environment, HOST);
  expect(hostsOfHelper(environment)).toEqual([HOST]);
  expect(await removeHelper(environment, 'a.example')).toBe(false);
  expect(await removeHelper(environment, HOST)).toBe(true);
  expect(await removeHelper(environment, HOST)).toBe(false);
  expect(JSON.parse(read(path))).toEqual({ credHelpers: { 'a.example': 'ecr-login' } });
});

it.each(['not JSON', '[]', '"text"', '{"credHelpers":'])(
  'refuses %j as a configuration and does not change it',
  async (text) => {
    const { environment, path } = configWith(text);
    await expect(addHelper(environment, HOST)).rejects.toThrow('is not JSON');
    expect(read(path)).toBe(text);
  },
);

it('reads an empty file as an empty configuration', async () => {
  const { environment, path } = configWith('');
  await addHelper(environment, HOST);
  expect(JSON.parse(read(path))).toEqual({ credHelpers: { [HOST]: 'lanyard' } });
});

it('changes the file behind a symbolic link, as docker does', async () => {
  const environment = testEnvironment();
  const target = join(dirname(environment.dockerFolder), 'dotfiles', 'docker.json');
  mkdirSync(dirname(target), { recursive: true });
  mkdirSync(environment.dockerFolder);
  writeFileSync(target, '{}');
  const path = join(environment.dockerFolder, 'config.json');
  symlinkSync(target, path);
  await addHelper(environment, HOST);
  expect(JSON.parse(read(target))).toEqual({ credHelpers: { [HOST]: 'lanyard' } });
  expect(read(path)).toBe(read(target));
});

it('refuses a link into a folder where others can change the file', async () => {
  const environment = testEnvironment();
  const open = join(dirname(environment.dockerFolder), 'open');
  mkdirSync(open, { recursive: true });
  chmodSync(open, 0o777);
  writeFileSync(join(open, 'planted.json'), '{}');
  mkdirSync(environment.dockerFolder);
  symlinkSync(join(open, 'planted.json'), join(environment.dockerFolder, 'config.json'));
  await expect(addHelper(environment, HOST)).rejects.toThrow('others can write to');
  expect(read(join(open, 'planted.json'))).toBe('{}');
});

it('keeps all 50 hosts that are added at the same time', async () => {
  const environment = testEnvironment();
  const hosts = Array.from({ length: 50 }, (_, at) => `host-${at}.example`);
  await Promise.all(hosts.map((host) => addHelper(environment, host)));
  expect([...hostsOfHelper(environment)].sort()).toEqual([...hosts].sort());
});

it('finds other helpers, and logins in plain text', () => {
  const { environment } = configWith(
    '{"credHelpers":{"a.example":"pass"},"auths":{"https://b.example":{"auth":"eA=="},"c.example":{}}}',
  );
  expect(helperOf(environment, 'a.example')).toBe('pass');
  expect(helperOf(environment, 'constructor')).toBeUndefined();
  expect(['a', 'b', 'c'].map((name) => holdsPlainLogin(environment, `${name}.example`))).toEqual([false, true, false]);
});
