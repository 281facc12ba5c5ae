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

describe('the settings of mail', () => {
  it('are left out together, or given together', () => {
    expect(readConfig({}).mail).toBeUndefined();
    expect(readConfig({ LANYARD_SMTP_URL, LANYARD_MAIL_FROM }).mail?.from).toBe(LANYARD_MAIL_FROM);
    expect(faultOf({ LANYARD_SMTP_URL })).toBe('LANYARD_MAIL_FROM: is needed where LANYARD_SMTP_URL is set');
  });

  it('R19: print without the password of the mail server, also where they are wrong', () => {
    const config = readConfig({ LANYARD_SMTP_URL, LANYARD_MAIL_FROM });
    expect(`${inspect(config, { depth: 9 })}${JSON.stringify(config)}`).not.toContain('a-secret-word');
    expect(config.mail?.smtpUrl.reveal()).toBe(LANYARD_SMTP_URL);
    const wrong = LANYARD_SMTP_URL.replace('smtps:', 'https:');
    expect(faultOf({ LANYARD_SMTP_URL: wrong, LANYARD_MAIL_FROM })).toMatch(/^LANYARD_SMTP_URL: (?!.*a-secret-word)/);
  });

  it.each(['nobody', 'Lanyard <lanyard@example.com>', 'a@example.com\r\nBcc: b@example.com', 'a@example.com, b@x.org'])(
    'the sender %j is refused',
    (from) => {
      expect(faultOf({ LANYARD_SMTP_URL, LANYARD_MAIL_FROM: from })).toMatch(/^LANYARD_MAIL_FROM: /);
    },
  );
});
