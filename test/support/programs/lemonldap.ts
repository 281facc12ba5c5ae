import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { visitWithCookies } from './oidc-provider.ts';
import { startProcess } from './start-process.ts';

export interface Lemonldap {
  /** `http://localhost:PORT`, which is also the OpenID issuer. */
  readonly url: string;
  /** The identity provider's SAML metadata. */
  metadata(): Promise<string>;
  logs(): string;
  stop(): Promise<void>;
}

/**
 * Debian's LemonLDAP::NG, a complete single sign-on product, with its built-in people. Their passwords are their
 * logins.
 */
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

/** The portal loads a captcha module at its start, even if none is used. This avoids the drawing libraries. */
const PORTAL = `package NoCaptcha;
use Mouse;
extends 'Lemonldap::NG::Portal::Main::Plugin';
sub init { 1 }
BEGIN { $INC{'NoCaptcha.pm'} = 1 }
package main;
use Lemonldap::NG::Portal::Main;
Lemonldap::NG::Portal::Main->run({});
`;

/** Where the provider finally sent the browser: an address, or a form to post there. */
export interface SentOn {
  readonly address: string;
  /** Undefined for a plain redirect. */
  readonly form: Readonly<Record<string, string>> | undefined;
}

/**
 * Goes from an address of LemonLDAP::NG through its login form, like a browser. With an empty map of cookies, it has no
 * session there.
 */
export async function visitLemonldap(
  url: string,
  start: string,
  login: string,
  cookies = new Map<string, string>(),
): Promise<SentOn> {
  let address = start;
  let body: string | undefined;
  for (let step = 0; step < 12; step += 1) {
    if (!address.startsWith(`${url}/`)) return { address, form: undefined };
    const answer = await visitWithCookies(cookies, address, body);
    const location = answer.headers.get('location');
    body = undefined;
    if (location !== null) {
      address = new URL(location, address).href;
      continue;
    }
    const page = await answer.text();
    const fields = fieldsOf(page);
    const target = new URL(unescaped(/<form[^>]*action="([^"#]*)/.exec(page)?.[1] ?? ''), address).href;
    if ('SAMLResponse' in fields) return { address: target, form: fields };
    if (!page.includes('name="user"')) throw new Error(`the provider answered ${answer.status} ${page.slice(0, 2000)}`);
    body = new URLSearchParams({ ...fields, user: login, password: login }).toString();
    address = target;
  }
  throw new Error('the provider never sent the browser back');
}

/**
 * Signs out at LemonLDAP::NG. Returns the addresses of other services that its page opens to sign out there too, in
 * frames.
 */
export async function signOutOfLemonldap(
  url: string,
  cookies: Map<string, string>,
): Promise<{ readonly page: string; readonly opened: readonly string[] }> {
  const page = await (await visitWithCookies(cookies, `${url}/?logout=1`, undefined)).text();
  return { page, opened: [...page.matchAll(/<iframe[^>]*src="([^"]*)"/g)].map(([, src = '']) => unescaped(src)) };
}

/** The hidden fields of the page's forms. */
function fieldsOf(page: string): Record<string, string> {
  const inputs = [...page.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => input);
  const attribute = (input: string, name: string) => unescaped(new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? '');
  return Object.fromEntries(inputs.map((input) => [attribute(input, 'name'), attribute(input, 'value')]));
}

function unescaped(text: string): string {
  return text
    .replaceAll(/&#x([\da-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The clients of LemonLDAP::NG, and the key with which it signs. */
export interface LemonldapOptions {
  readonly port: number;
  /** PEM: PKCS#8, and a certificate for it. */
  readonly signingKey: { readonly privateKey: string; readonly certificate: string };
  readonly openId?: { readonly clientId: string; readonly clientSecret: string; readonly redirectUri: string };
  /** The service provider's metadata. */
  readonly saml?: string;
}

/** A configuration as its manager would write it. */
export function lemonldapConfiguration(folder: string, url: string, options: LemonldapOptions): object {
  return {
    cfgNum: 1,
    cfgDate: 1,
    portal: `${url}/`,
    domain: 'localhost',
    cookieName: 'lemonldap',
    securedCookie: 0,
    key: 'a key for this test alone, 32 bytes',
    authentication: 'Demo',
    userDB: 'Same',
    demoExportedVars: { cn: 'cn', mail: 'mail', uid: 'uid' },
    macros: { verified: '1' },
    groups: { engineers: "$uid eq 'dwho'", everybody: '1' },
    globalStorage: 'Apache::Session::File',
    globalStorageOptions: { Directory: `${folder}/sessions`, LockDirectory: `${folder}/locks` },
    localSessionStorage: '',
    locationRules: { localhost: { default: 'accept' } },
    requireToken: 0,
    skipRenewConfirmation: 1,
    captcha: 'NoCaptcha',
    ...openIdProvider(url, options),
    ...samlProvider(options),
  };
}

function openIdProvider(url: string, { signingKey, openId }: LemonldapOptions): object {
  return {
    issuerDBOpenIDConnectActivation: 1,
    oidcServiceMetaDataIssuer: url,
    oidcServicePrivateKeySig: signingKey.privateKey,
    oidcServicePublicKeySig: signingKey.certificate,
    oidcServiceKeyIdSig: 'test',
    oidcServiceAllowAuthorizationCodeFlow: 1,
    ...(openId && {
      oidcRPMetaDataExportedVars: {
        lanyard: {
          name: 'cn',
          email: 'mail',
          email_verified: 'verified;bool;auto',
          groups: 'groups;string;always',
        },
      },
      oidcRPMetaDataOptionsExtraClaims: { lanyard: { profile: 'groups' } },
      oidcRPMetaDataOptions: {
        lanyard: {
          oidcRPMetaDataOptionsClientID: openId.clientId,
          oidcRPMetaDataOptionsClientSecret: openId.clientSecret,
          oidcRPMetaDataOptionsRedirectUris: openId.redirectUri,
          oidcRPMetaDataOptionsIDTokenSignAlg: 'RS256',
          oidcRPMetaDataOptionsIDTokenForceClaims: 1,
          oidcRPMetaDataOptionsBypassConsent: 1,
          oidcRPMetaDataOptionsRequirePKCE: 1,
          oidcRPMetaDataOptionsAllowOffline: 1,
          oidcRPMetaDataOptionsUserIDAttr: 'uid',
        },
      },
    }),
  };
}

function samlProvider({ signingKey, saml }: LemonldapOptions): object {
  return {
    issuerDBSAMLActivation: 1,
    samlServicePrivateKeySig: signingKey.privateKey,
    samlServicePublicKeySig: signingKey.certificate,
    samlServiceSignatureMethod: 'RSA_SHA256',
    samlServiceUseCertificateInResponse: 0,
    ...(saml !== undefined && {
      samlSPMetaDataXML: { lanyard: { samlSPMetaDataXML: saml } },
      samlSPMetaDataExportedAttributes: { lanyard: { mail: '1;mail;;', groups: '1;groups;;' } },
      samlSPMetaDataOptions: {
        lanyard: {
          samlSPMetaDataOptionsNameIDFormat: 'persistent',
          samlSPMetaDataOptionsSignSSOMessage: 1,
          samlSPMetaDataOptionsSignSLOMessage: 1,
          samlSPMetaDataOptionsCheckSLOMessageSignature: 1,
          // Its default: it refuses a request that is not signed with the key in our metadata.
          samlSPMetaDataOptionsCheckSSOMessageSignature: 1,
          samlSPMetaDataOptionsEncryptionMode: 'assertion',
        },
      },
    }),
  };
}
