import { expect, it } from 'vitest';
import { parseChallenges } from '../src/server/discover-server.ts';

const plain = (header: string) =>
  parseChallenges(header).map(({ scheme, parameters }) => ({ scheme, ...Object.fromEntries(parameters) }));

it.each([
  [
    'Bearer realm="https://a.example/token",service="s",scope="repository:a/b:pull,push"',
    [{ scheme: 'bearer', realm: 'https://a.example/token', service: 's', scope: 'repository:a/b:pull,push' }],
  ],
  ['Bearer realm=abc, service=s', [{ scheme: 'bearer', realm: 'abc', service: 's' }]],
  ['bEaReR ReAlM="a"', [{ scheme: 'bearer', realm: 'a' }]],
  [
    'Basic realm="a, Bearer realm=\\"evil\\"", Bearer realm="b"',
    [
      { scheme: 'basic', realm: 'a, Bearer realm="evil"' },
      { scheme: 'bearer', realm: 'b' },
    ],
  ],
  ['Negotiate, Bearer realm="b"', [{ scheme: 'negotiate' }, { scheme: 'bearer', realm: 'b' }]],
  ['Bearer', [{ scheme: 'bearer' }]],
  ['', []],
  [',,,', []],
  ['"Bearer" realm="b"', []],
])('parses %j', (header, challenges) => {
  expect(plain(header)).toEqual(challenges);
});

it('attack 25: ignores a challenge that names its realm twice', () => {
  expect(plain('Bearer realm="https://a.example",realm="https://evil.example"')).toEqual([]);
  expect(plain('Bearer realm="https://a.example",REALM="https://evil.example"')).toEqual([]);
});

it('R41: parses 100 000 random headers without an error', () => {
  const pieces = [
    'Bearer',
    'Basic',
    ' ',
    ',',
    '=',
    '"',
    '\\',
    'realm',
    'a',
    '\t',
    ':',
    '/',
    '\u00e9',
    '\0',
    '==',
    '""',
  ];
  let state = 1;
  const next = (limit: number) => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
  for (let turn = 0; turn < 100_000; turn += 1) {
    const header = Array.from({ length: next(12) }, () => pieces[next(pieces.length)]).join('');
    for (const { scheme } of parseChallenges(header)) expect(scheme).not.toBe('');
  }
});

it('R41: ignores a very long header', () => {
  for (const part of ['a', ' ', ',', '"', '\\', 'a=', 'a="', 'a,', 'Bearer a="b",']) {
    expect(parseChallenges(part.repeat(100_000))).toEqual([]);
  }
});
