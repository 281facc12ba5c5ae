import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, settingsInForce } from '../../src/app/config.ts';
import { scannerEnvironment } from '../../src/app/scanner-environment.ts';
import { SETTINGS } from '../../src/app/settings.ts';

const LANYARD_SMTP_URL = 'smtps://mailer:a-secret-word@mail.example.com';
const LANYARD_MAIL_FROM = 'lanyard@example.com';

function faultOf(environment: Readonly<Record<string, string>>): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the settings were taken');
}

describe('the mail settings', () => {
  it('must be set together or not at all', () => {
    expect(readConfig({}).mail).toBeUndefined();
    expect(readConfig({ LANYARD_SMTP_URL, LANYARD_MAIL_FROM }).mail?.from).toBe(LANYARD_MAIL_FROM);
    expect(faultOf({ LANYARD_SMTP_URL })).toBe('LANYARD_MAIL_FROM: is needed if LANYARD_SMTP_URL is set');
  });

  it('R19: are printed without the password of the mail server, even if they are wrong', () => {
    const config = readConfig({ LANYARD_SMTP_URL, LANYARD_MAIL_FROM });
    expect(`${inspect(config, { depth: 9 })}${JSON.stringify(config)}`).not.toContain('a-secret-word');
    expect(config.mail?.smtpUrl.reveal()).toBe(LANYARD_SMTP_URL);
    const wrong = LANYARD_SMTP_URL.replace('smtps:', 'https:');
    expect(faultOf({ LANYARD_SMTP_URL: wrong, LANYARD_MAIL_FROM })).toMatch(/^LANYARD_SMTP_URL: (?!.*a-secret-word)/);
  });

  it.each(['nobody', 'Lanyard <lanyard@example.com>', 'a@example.com\r\nBcc: b@example.com', 'a@example.com, b@x.org'])(
    'cannot have the sender %j',
    (from) => {
      expect(faultOf({ LANYARD_SMTP_URL, LANYARD_MAIL_FROM: from })).toMatch(/^LANYARD_MAIL_FROM: /);
    },
  );
});

describe('the public address', () => {
  it.each([
    'https://example.com/lanyard',
    'https://example.com/lanyard/',
    'https://example.com/?a=b',
    'https://example.com/#a',
    'https://ada@example.com',
  ])('is refused with more than scheme, host and port: %s', (url) => {
    expect(faultOf({ LANYARD_PUBLIC_URL: url })).toMatch(
      /^LANYARD_PUBLIC_URL: must be only scheme, host and perhaps port/,
    );
  });

  it.each(['https://example.com', 'https://example.com/', 'http://localhost:8700', 'http://[::1]:8700'])(
    'can be %s, and has no slash at its end',
    (url) => {
      expect(readConfig({ LANYARD_PUBLIC_URL: url }).publicUrl).toBe(url.replace(/\/$/, ''));
    },
  );
});

describe('R19: a password in the address that is the value of a setting', () => {
  const PASSWORD = 'a-secret-word';
  const forms = [
    `http://ada:${PASSWORD}@host.example:8080`,
    `https://:${PASSWORD}@host.example`,
    `postgres://ada:${PASSWORD}@host.example/name`,
    `smtps://ada:${PASSWORD}@host.example:465`,
    `host.example, http://ada:${PASSWORD}@host.example:1`,
  ];
  const names = Object.values(SETTINGS).map(({ name }) => name);

  it.each(names)('is not in the list of settings that administrators see: %s', (name) => {
    for (const value of forms) {
      const shown = settingsInForce({ [name]: value }).find((one) => one.name === name);
      expect(shown).toMatchObject({ isSet: true, value: null });
    }
  });

  it('is refused where the value must be an address, and is a secret where the address can have one', () => {
    for (const value of forms.slice(0, 2))
      expect(faultOf({ LANYARD_SCANNER_URL: value })).toBe(
        'LANYARD_SCANNER_URL: must not contain a user name or a password',
      );
    const config = readConfig({ DATABASE_URL: forms[2] });
    expect(`${inspect(config, { depth: 9 })}${JSON.stringify(config)}`).not.toContain(PASSWORD);
    expect(config.databaseUrl?.reveal()).toBe(forms[2]);
  });

  it.each(names)('is not in what a wrong value is told with: %s', (name) => {
    for (const value of forms) {
      try {
        readConfig({ [name]: value, LANYARD_MAIL_FROM });
      } catch (error) {
        expect(String(error)).not.toContain(PASSWORD);
      }
    }
  });
});

describe('the scanner for vulnerabilities', () => {
  it('is one, and its program has a name that the server knows', () => {
    expect(readConfig({ LANYARD_SCANNER: '/opt/bin/trivy' }).scanner).toEqual({
      program: '/opt/bin/trivy',
      kind: 'trivy',
    });
    expect(readConfig({ LANYARD_SCANNER: 'grype' }).scanner?.kind).toBe('grype');
    for (const wrong of ['trivy --debug', 'bin/trivy', 'sh', '/bin/sh', 'trivy;sh'])
      expect(faultOf({ LANYARD_SCANNER: wrong })).toMatch(/^LANYARD_SCANNER: must be trivy or grype/);
    expect(faultOf({ LANYARD_SCANNER: 'trivy', LANYARD_SCANNER_URL: 'http://127.0.0.1:8080' })).toMatch(/together/);
  });

  it('R19: gets name:password, an API key or a token, which is never shown', () => {
    const LANYARD_SCANNER_TOKEN = 'a-secret-word';
    expect(faultOf({ LANYARD_SCANNER_TOKEN, LANYARD_SCANNER_AUTH: 'basic' })).toBe(
      'LANYARD_SCANNER_TOKEN: must be name:password if LANYARD_SCANNER_AUTH is basic',
    );
    const config = readConfig({ LANYARD_SCANNER_TOKEN, LANYARD_SCANNER_AUTH: 'api-key' });
    expect(`${inspect(config, { depth: 9 })}${JSON.stringify(config)}`).not.toContain('a-secret-word');
  });

  it('R19: sees its own settings of the environment, and none of the server', () => {
    const environment = {
      PATH: '/bin',
      TRIVY_CACHE_DIR: '/c',
      LANYARD_MASTER_KEY: 'x',
      DATABASE_URL: 'x',
      AWS_SECRET: 'x',
    };
    expect(scannerEnvironment(environment)).toEqual({ PATH: '/bin', TRIVY_CACHE_DIR: '/c' });
  });
});
