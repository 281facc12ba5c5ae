/**
 * Spellings that must not count as `victim`, a host such as `registry.example.com`. They must be refused, or be another
 * key (R45, attack 26).
 */
export function hostileHosts(victim: string): readonly string[] {
  const [first = '', ...rest] = victim.split('.');
  const parent = rest.join('.');
  return [
    ...INVISIBLE.flatMap((character) => [
      `${victim}${character}`,
      `${character}${victim}`,
      `${first}${character}.${parent}`,
      `${victim}${character}evil.example`,
      `evil.example${character}${victim}`,
    ]),
    ...['/', '//', '\\', '?', '#', '%', ';', '&', '=', '|', ',', '@', ':', '.', '..', '-', '_', '*', '$', '~'].flatMap(
      (mark) => [`${victim}${mark}evil.example`, `evil.example${mark}${victim}`],
    ),
    ...lookAlikes(first, parent),
    ...addresses(victim),
    ...ports(victim),
    '',
    '.',
    '/',
    '//',
    '://',
    'https://',
    'http:///',
    '[]',
    '[::1',
    '::1]',
    '127.1',
    '0x7f.0.0.1',
    '2130706433',
    '0177.0.0.1',
    '127.0.0.1.',
    '[::1%25lo]',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'null',
    'undefined',
    '{}',
    '*',
    `${'a'.repeat(64)}.example.com`,
    'a'.repeat(100_000),
  ];
}

/** A host with one line end, as people type it. It names no other host, and the helper accepts it. */
export function isTypedLine(host: string): boolean {
  return /^[^\r\n]+\r?\n$/.test(host);
}

/** Line ends, control characters, spaces, and letters that are invisible or reverse the text. */
const INVISIBLE = [
  '\n',
  '\r',
  '\r\n',
  '\0',
  '\t',
  '\v',
  '\f',
  ' ',
  '\x1b',
  '\x7f',
  '\x85',
  '\u00a0',
  '\u00ad',
  '\u200b',
  '\u200e',
  '\u202e',
  '\u2028',
  '\u2060',
  '\u3000',
  '\ufeff',
];

function lookAlikes(first: string, parent: string): readonly string[] {
  const cyrillic = first.replace('e', '\u0435');
  return [
    `x${first}.${parent}`,
    `${first}x.${parent}`,
    `${first.slice(1)}.${parent}`,
    `${first}.${parent}.evil.example`,
    `${first}-${parent}`,
    `evil.example.${first}.${parent}`,
    `${first}.evil.${parent}`,
    `${first}.${parent}x`,
    `${first}.${parent}.`,
    `.${first}.${parent}`,
    `${first}..${parent}`,
    parent,
    first,
    `${cyrillic}.${parent}`,
    `xn--${first}.${parent}`,
    `${first}\u3002${parent}`,
    `${first}\uff0e${parent}`,
    `${first.normalize('NFKD')}\u0301.${parent}`,
    `\uff52${first.slice(1)}.${parent}`,
    `${first.replace('i', '\u0131')}.${parent}`,
    `${first.replace('s', '\u017f')}.${parent}`,
    `${first.replace('g', '9')}.${parent}`,
    `*.${parent}`,
    `${first}%2e${parent}`,
    encodeURIComponent(`${first}.${parent}\n`),
  ];
}

function addresses(victim: string): readonly string[] {
  return [
    `https://user@${victim}`,
    `https://user:pass@${victim}`,
    `user@${victim}`,
    `https://${victim}@evil.example`,
    `https://evil.example/${victim}`,
    `https://evil.example?${victim}`,
    `https://evil.example#${victim}`,
    `ftp://${victim}`,
    `HTTPS//${victim}`,
    `https:/${victim}`,
    `https:${victim}`,
    `https:////${victim}`,
    `https://https://${victim}`,
    `javascript:${victim}`,
    `file:///${victim}`,
    `https://${victim}/v1/../..`,
    `https://${victim}/v1//`,
    `https://${victim}/v3/`,
    `https://${victim}/v1/?a`,
    `https://${victim}/v1/#a`,
    `https://${victim}/team/app`,
    `${victim}/team/app:v1`,
    `docker://${victim}`,
  ];
}

function ports(victim: string): readonly string[] {
  return [
    '',
    '0',
    '80',
    '443',
    '5000',
    '05000',
    '65536',
    '99999',
    '-1',
    '+1',
    '1e3',
    '0x50',
    '443:443',
    '443@x',
    ' 443',
  ].map((port) => `${victim}:${port}`);
}
