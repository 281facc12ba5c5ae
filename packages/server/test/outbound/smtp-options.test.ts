import { Secret } from '@lanyard/core/secret';
import { describe, expect, it } from 'vitest';
import { smtpOptions } from '../../src/outbound/smtp-mailer.ts';

const optionsOf = (url: string) => smtpOptions(new Secret(url));

describe('the connection to the mail server', () => {
  it('requires TLS, and an attacker on the network cannot turn it off', () => {
    expect(optionsOf('smtp://mail.example.com')).toMatchObject({ port: 587, secure: false, requireTLS: true });
    expect(optionsOf('smtps://mail.example.com')).toMatchObject({ port: 465, secure: true });
    expect(optionsOf('smtp://mail.example.com:25')).toMatchObject({ port: 25, requireTLS: true });
    for (const host of ['localhost.example.com', '127.0.0.1.example.com', '10.0.0.1', '[2001:db8::1]']) {
      expect(optionsOf(`smtp://${host}`)).toMatchObject({ requireTLS: true });
    }
  });

  it('needs no TLS on this machine', () => {
    for (const host of ['localhost', 'LOCALHOST', '127.0.0.1', '[::1]']) {
      const options = optionsOf(`smtp://${host}:25`);
      expect([options.ignoreTLS, options.requireTLS]).toEqual([true, undefined]);
    }
    expect(optionsOf('smtp://[::1]:25').host).toBe('::1');
  });

  it('uses name and password from the URL unchanged, and ignores all other parameters', () => {
    const { auth } = optionsOf('smtp://ada%40example.com:p%40ss%3Aword%2F@mail.example.com');
    expect(auth).toEqual({ user: 'ada@example.com', pass: 'p@ss:word/' });
    expect(optionsOf('smtp://mail.example.com').auth).toBeUndefined();
    const options = optionsOf(
      'smtp://mail.example.com/?logger=true&debug=true&requireTLS=false&tls.rejectUnauthorized=false',
    );
    expect(options).toEqual(optionsOf('smtp://mail.example.com'));
  });
});
