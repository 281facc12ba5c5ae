import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/app/config.ts';

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
