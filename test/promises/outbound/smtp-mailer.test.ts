import { Secret } from '@lanyard/core/secret';
import { createSmtpMailer } from '@lanyard/server/outbound/smtp-mailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';
import { freePort } from '../../support/programs/serve-http.ts';

const mail = { to: 'ada@example.com', subject: 'A mail', text: new Secret('It has a text.\n') };

describe('the mailer', () => {
  let server: MailServer;
  const mailer = (smtpUrl = server.url) =>
    createSmtpMailer({ smtpUrl: new Secret(smtpUrl), from: 'lanyard@example.org' });
  const fault = (sent: Promise<void>) => sent.then(() => undefined).catch((error: unknown) => error);
  beforeEach(async () => {
    server = await receiveMail();
  });
  afterEach(() => server.stop());

  it('hands a mail over, and says when the mail server has it', async () => {
    await mailer().deliver(mail);
    expect(server.mails.map(({ recipients, parsed }) => [recipients, parsed.text])).toEqual([
      [['ada@example.com'], 'It has a text.\n'],
    ]);
  });

  it.each([
    [451, true],
    [421, true],
    [550, false],
  ])('says after the answer %i whether to try again later, and quotes nothing', async (code, isPassing) => {
    server.refuseNext(code);
    const error = await fault(mailer().deliver(mail));
    expect(error).toMatchObject({ isPassing, code: 'EMESSAGE', responseCode: code });
    expect(JSON.stringify([String(error), error])).not.toContain('ada@');
    expect(server.mails).toEqual([]);
  });

  it('says to try again later if the mail server is down', async () => {
    const error = await fault(mailer(`smtp://127.0.0.1:${await freePort()}`).deliver(mail));
    expect(error).toMatchObject({ isPassing: true, code: 'ESOCKET' });
  });

  it('adds no header and no recipient that a text or an address tries to add', async () => {
    const { deliver } = mailer();
    const hostile = 'Hello\r\nBcc: all@example.com\r\n\r\nfree text';
    await fault(deliver({ to: 'ada@example.com', subject: hostile, text: new Secret(hostile) }));
    await fault(deliver({ ...mail, to: 'ada@example.com, bob@example.com' }));
    await fault(deliver({ ...mail, to: 'ada@example.com>\r\nRCPT TO:<bob@example.com' }));
    const recipients = server.mails.flatMap((one) => one.recipients);
    expect(recipients.filter((one) => one.startsWith('bob') || one.startsWith('all'))).toEqual([]);
    const headers = server.mails.flatMap(({ parsed }) => [...parsed.headers.keys()]);
    expect(headers).not.toContain('bcc');
  });
});
