import { Console } from 'node:console';
import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { format, inspect } from 'node:util';
import { serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { Secret } from '../src/secret.ts';
import { makeTokenSecret } from '../src/tokens/access-token.ts';

const TEXT = 'canary-7f3a91';
const secret = new Secret(TEXT);
const holder = {
  user: 'ada',
  password: secret,
  more: [secret],
  map: new Map([['key', secret]]),
  set: new Set([secret]),
};

/** All the ways in which a program can convert a value to text by accident. */
const PRINTED: Readonly<Record<string, () => string>> = {
  'String()': () => String(secret),
  'a template': () => `${secret}`,
  'a sum': () => `Bearer ${[secret].join(' ')}`.concat(secret as unknown as string),
  JSON: () => JSON.stringify({ secret, list: [secret] }),
  'util.inspect': () => inspect(secret),
  'util.inspect of a holder': () => inspect(holder, { depth: null, showHidden: true, getters: true }),
  'util.inspect without custom': () => inspect(secret, { customInspect: false, showHidden: true, depth: null }),
  'util.inspect of a proxy': () => inspect(new Proxy(secret, {}), { showProxy: true }),
  'format %s': () => format('%s', secret),
  'format %j': () => format('%j', holder),
  'format %o': () => format('%o', holder),
  'format %O': () => format('%O', holder),
  'format %d': () => format('%d %i %f', secret, secret, secret),
  'format without a place': () => format('token', secret, holder),
  console: () => consoleOutput((console) => console.log('%s %o', secret, holder, secret)),
  'console.table': () => consoleOutput((console) => console.table([holder])),
  'console.dir': () => consoleOutput((console) => console.dir(holder, { depth: null, showHidden: true })),
  'an error': () => inspect(new Error(`refused ${secret}`, { cause: holder })),
  'a URL': () => new URLSearchParams({ token: secret as unknown as string }).toString(),
  'its keys': () => inspect([Reflect.ownKeys(secret), Object.entries(secret), { ...secret }]),
  'a clone': () => inspect(structuredClone(secret), { showHidden: true }),
  'serialized bytes': () => serialize(secret).toString('latin1'),
};

describe('attack 35: a secret prints as [secret]', () => {
  it.each(Object.entries(PRINTED))('%s never contains the text of the secret', (_way, print) => {
    expect(print()).not.toContain(TEXT);
  });

  it.each(['String()', 'a template', 'util.inspect', 'format %s'])('%s gives [secret] and nothing else', (way) => {
    expect(PRINTED[way]?.()).toBe('[secret]');
  });

  it('JSON gives the string [secret]', () => {
    expect(JSON.parse(JSON.stringify(holder))).toMatchObject({ password: '[secret]', more: ['[secret]'] });
  });

  it('only reveal() gives the text', () => {
    expect(secret.reveal()).toBe(TEXT);
  });

  it('a new token is a secret of this kind', () => {
    const made = makeTokenSecret('pat', randomBytes);
    expect(made).toBeInstanceOf(Secret);
    expect(format('%s %o %j', made, { made }, made)).not.toContain(made.reveal());
  });
});

function consoleOutput(write: (console: Console) => void): string {
  const stream = new PassThrough();
  write(new Console(stream, stream));
  return String(stream.read());
}
