import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LemonldapOptions, lemonldapConfiguration } from './lemonldap-configuration.ts';
import { startProcess } from './start-process.ts';

export interface Lemonldap {
  /** `http://localhost:PORT`: also the OpenID issuer. */
  readonly url: string;
  /** The identity provider's SAML metadata. */
  metadata(): Promise<string>;
  logs(): string;
  stop(): Promise<void>;
}

/** Debian's LemonLDAP::NG, a whole single sign-on product, with its built-in people: their passwords are their logins. */
export async function startLemonldap(folder: string, options: LemonldapOptions): Promise<Lemonldap> {
  const url = `http://localhost:${options.port}`;
  for (const name of ['conf', 'sessions', 'locks', 'cache']) await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, 'conf', 'lmConf-1.json'), JSON.stringify(lemonldapConfiguration(folder, url, options)));
  await writeFile(join(folder, 'lemonldap-ng.ini'), iniOf(folder));
  await writeFile(join(folder, 'portal.psgi'), PORTAL);
  const listen = ['--host', '127.0.0.1', '--port', String(options.port)];
  const arguments_ = ['--server', 'HTTP::Server::PSGI', ...listen, join(folder, 'portal.psgi')];
  const env = { LLNG_DEFAULTCONFFILE: join(folder, 'lemonldap-ng.ini') };
  const server = await startProcess('plackup', arguments_, { env, ready: /Accepting connections/ });
  return {
    url,
    metadata: async () => (await fetch(`${url}/saml/metadata`)).text(),
    logs: () => server.logs(),
    stop: () => server.stop(),
  };
}

function iniOf(folder: string): string {
  return `[all]
logLevel = notice
[configuration]
type = File
dirName = ${folder}/conf
localStorage = Cache::FileCache
localStorageOptions = { 'namespace' => 'lanyard', 'default_expires_in' => 600, 'cache_root' => '${folder}/cache' }
[portal]
staticPrefix = /static
templateDir = /usr/share/lemonldap-ng/portal/templates
languages = en
`;
}

/** The portal wants a captcha module at its start, whether or not one is asked for; drawing libraries are not. */
const PORTAL = `package NoCaptcha;
use Mouse;
extends 'Lemonldap::NG::Portal::Main::Plugin';
sub init { 1 }
BEGIN { $INC{'NoCaptcha.pm'} = 1 }
package main;
use Lemonldap::NG::Portal::Main;
Lemonldap::NG::Portal::Main->run({});
`;
