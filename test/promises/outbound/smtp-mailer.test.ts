import { Secret } from '@lanyard/core/secret';
import { createSmtpMailer, type SmtpSettings } from '@lanyard/server/outbound/smtp-mailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';
import { freePort } from '../../support/programs/serve-http.ts';

const mail = { to: 'ada@example.com', subject: 'A mail', text: new Secret('It has a text.\n') };

describe('mail', () => {
  let server: MailServer;
  const warnings: unknown[] = [];
  const logger = { warn: (facts: unknown) => void warnings.push(facts) };
  const mailer = (settings: Partial<SmtpSettings> = {}) => {
    const standard = { smtpUrl: new Secret(server.url), from: 'lanyard@example.org', retryAfterMilliseconds: [0, 0] };
    return createSmtpMailer({ ...standard, ...settings }, logger);
  };
  beforeEach(async () => {
    warnings.length = 0;
    server = await receiveMail();
  });
  afterEach(() => server.stop());

  it('that is refused for now is sent again, twice at most', async () => {
    const { send, idle, stop } = mailer();
    for (const code of [451, 421]) server.refuseNext(code);
    send(async () => mail);
    await idle();
    expect([server.mails.length, warnings]).toEqual([1, []]);
    for (const code of [451, 451, 451]) server.refuseNext(code);
    send(async () => mail);
    await idle();
    expect([server.mails.length, warnings.length]).toEqual([1, 1]);
    await stop();
  });

  it('that is refused for good is sent once, and the log says neither to whom nor what', async () => {
    const { send, idle, stop } = mailer();
    server.refuseNext(550);
    send(async () => mail);
    await idle();
    await stop();
    expect([server.mails.length, warnings]).toEqual([
      0,
      [{ error: { name: 'Error', code: 'EMESSAGE', responseCode: 550 } }],
    ]);
  });

  it('to a server that is down, or of a writer that fails, is given up with a warning', async () => {
    const { send, idle, stop } = mailer({ smtpUrl: new Secret(`smtp://127.0.0.1:${await freePort()}`) });
    send(async () => mail);
    send(() => Promise.reject(new Error('no database')));
    await idle();
    await stop();
    expect(warnings).toHaveLength(2);
  });

  it('of a writer with nothing to say is none', async () => {
    const { send, idle, stop } = mailer();
    expect(send(async () => undefined)).toBe(true);
    await idle();
    await stop();
    expect([server.mails, warnings]).toEqual([[], []]);
  });

  it('has the headers it should have and no others, whatever the texts hold', async () => {
    const { send, idle, stop } = mailer();
    const hostile = 'Hello\r\nBcc: all@example.com\r\n\r\nfree text';
    send(async () => ({ to: 'ada@example.com', subject: hostile, text: new Secret(hostile) }));
    send(async () => ({ ...mail, to: 'ada@example.com, bob@example.com' }));
    send(async () => ({ ...mail, to: 'ada@example.com>\r\nRCPT TO:<bob@example.com' }));
    await idle();
    await stop();
    const recipients = server.mails.flatMap((one) => one.recipients);
    expect(recipients.filter((one) => one.startsWith('bob') || one.startsWith('all'))).toEqual([]);
    const headers = server.mails.flatMap(({ parsed }) => [...parsed.headers.keys()]);
    expect(headers).not.toContain('bcc');
  });

  it('waits up to a thousand deep, and is refused beyond', async () => {
    const { send, idle, stop } = mailer();
    const sent = Array.from({ length: 1001 }, () => send(async () => undefined));
    expect([sent.filter(Boolean).length, sent.at(-1)]).toEqual([1000, false]);
    await idle();
    expect(send(async () => undefined)).toBe(true);
    await stop();
  });

  it('that was asked for just before a stop goes out still; then none is taken, and none tried again', async () => {
    const { send, stop } = mailer();
    send(async () => mail);
    await stop();
    expect([send(async () => mail), server.mails.length]).toEqual([false, 1]);
    const other = mailer({ retryAfterMilliseconds: [600_000] });
    server.refuseNext(451);
    other.send(async () => mail);
    await other.stop();
    expect([server.mails.length, warnings.length]).toEqual([1, 1]);
  });
});
