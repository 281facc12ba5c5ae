import { describe, expect, it } from 'vitest';
import { CliError } from '../src/cli-error.ts';
import { requireSafeRealm, requireSameOrigin } from '../src/server/require-safe-realm.ts';

const REMOTE = 'registry.example.com';
const LOCAL = '127.0.0.1:5000';

describe('attack 25: the realm of a registry', () => {
  it.each([
    ['http, which anyone on the network can read', 'http://tokens.example.com/token'],
    ['another scheme', 'ftp://tokens.example.com/token'],
    ['another scheme', 'file:///token'],
    ['another scheme', 'javascript:alert(1)'],
    ['no URL', '/token'],
    ['no URL', ''],
    ['a user name', 'https://user@tokens.example.com/token'],
    ['a user name that looks like the host', 'https://registry.example.com@evil.example/token'],
    ['a password', 'https://:pw@tokens.example.com/token'],
    ['a fragment', 'https://tokens.example.com/token#a'],
    ['this machine', 'https://127.0.0.1/token'],
    ['this machine', 'https://localhost/token'],
    ['this machine', 'https://localhost:8080/token'],
    ['this machine', 'https://a.localhost/token'],
    ['this machine', 'https://localhost./token'],
    ['this machine', 'https://[::1]/token'],
    ['this machine', 'https://[::ffff:127.0.0.1]/token'],
    ['this machine, as a number', 'https://2130706433/token'],
    ['this machine, in octal', 'https://0177.0.0.1/token'],
    ['this machine, in hexadecimal', 'https://0x7f000001/token'],
    ['this machine, shortened', 'https://127.1/token'],
    ['an unspecified address', 'https://0.0.0.0/token'],
    ['the metadata service of a cloud', 'https://169.254.169.254/token'],
    ['a private address', 'https://10.0.0.1/token'],
    ['a private address', 'https://192.168.1.1/token'],
    ['a private address', 'https://172.16.0.1/token'],
    ['a private address', 'https://[fd00::1]/token'],
    ['a link-local address', 'https://[fe80::1]/token'],
    ['a public address', 'https://203.0.113.7/token'],
    ['a malformed name', 'https://a_b.example.com/token'],
  ])('refuses %s: %s', (_why, realm) => {
    expect(() => requireSafeRealm(realm, REMOTE)).toThrow(CliError);
  });

  it.each([
    [REMOTE, 'https://tokens.example.com/token'],
    [REMOTE, 'https://registry.example.com/token'],
    [REMOTE, 'https://tokens.example.com:8443/auth/token?tenant=a'],
    ['203.0.113.7:5000', 'https://203.0.113.7:5000/token'],
    ['203.0.113.7', 'https://203.0.113.7:443/token'],
    ['[fd00::1]:5000', 'https://[fd00::1]:5000/token'],
    [LOCAL, 'https://tokens.example.com/token'],
    [LOCAL, 'http://127.0.0.1:5000/token'],
    [LOCAL, 'http://localhost:8080/token'],
    ['localhost:5000', 'http://localhost:8080/token'],
    ['[::1]:5000', 'http://[::1]:5000/token'],
  ])('accepts, for the registry %s, the realm %s', (registry, realm) => {
    expect(requireSafeRealm(realm, registry).href).toBe(new URL(realm).href);
  });

  it.each([
    [LOCAL, 'http://tokens.example.com/token'],
    [LOCAL, 'http://127.0.0.1:8080/token'],
    [LOCAL, 'http://10.0.0.1/token'],
    ['localhost:5000', 'http://127.0.0.1:8080/token'],
    ['203.0.113.7:5000', 'https://203.0.113.7:5001/token'],
    ['203.0.113.7:5000', 'https://203.0.113.8:5000/token'],
    ['203.0.113.7:5000', 'http://203.0.113.7:5000/token'],
    ['203.0.113.7', 'https://203.0.113.7:5000/token'],
    ['localhost.example.com', 'http://localhost/token'],
  ])('refuses, for the registry %s, the realm %s', (registry, realm) => {
    expect(() => requireSafeRealm(realm, registry)).toThrow(CliError);
  });
});

describe('attack 25: the sign-in page that a server names', () => {
  const origin = 'https://tokens.example.com';

  it.each([
    'https://evil.example/activate',
    'http://tokens.example.com/activate',
    'https://tokens.example.com:8443/activate',
    'https://tokens.example.com.evil.example/',
    'https://tokens.example.com@evil.example/',
    'https://user@tokens.example.com/',
    'javascript:alert(1)',
    '--new-window',
    '/activate',
    '',
    'undefined',
  ])('refuses %j', (address) => {
    expect(() => requireSameOrigin(address, origin, 'sign-in page')).toThrow(CliError);
  });

  it('accepts a page on the server itself', () => {
    const page = 'https://tokens.example.com/activate?user_code=ABCD-EFGH';
    expect(requireSameOrigin(page, origin, 'sign-in page')).toBe(page);
  });
});
