/** An address in each IPv4 network that is not part of the public Internet. */
const PRIVATE_V4 = [
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.254', '127.0.0.1', '127.1.2.3'],
  ...['169.254.169.254', '169.254.0.1', '172.16.0.1', '172.31.255.254', '192.0.0.1', '192.0.2.1', '192.168.0.1'],
  ...['192.168.255.254', '198.18.0.1', '198.19.255.254', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255'],
  ...['240.0.0.1', '255.255.255.255'],
];

const PRIVATE_V6 = [
  ...['::', '::1', 'fc00::1', 'fd12:3456::1', 'fe80::1', 'febf::1', 'fec0::1', 'ff02::1', 'ff0e::1', '2001:db8::1'],
  ...['100::1', '2001::1', '2001:10::1', '2001:20::1', '4000::1', '8000::1', 'abcd::1', '64:ff9b:1::1'],
];

const NAMES = ['localhost', 'localhost.', 'LOCALHOST', 'foo.localhost'];
const SCHEMES = ['http', 'ftp', 'file', 'gopher', 'ws', 'data', 'javascript', 'unix'];

/** A program listens on this port of this machine. Nothing must ever reach it. */
export function hostileTargets(port: number): readonly string[] {
  const spelled = PRIVATE_V4.flatMap(spellings).map((host) => `https://${host}:${port}/`);
  const v6 = [...PRIVATE_V6, ...PRIVATE_V4.flatMap(embedded)].map((host) => `https://[${host}]:${port}/`);
  const schemes = SCHEMES.flatMap((scheme) => [`${scheme}://127.0.0.1:${port}/`, `${scheme}://example.com/`]);
  const disguised = [
    `https://example.com@127.0.0.1:${port}/`,
    `https://example.com:443@127.0.0.1:${port}/`,
    `https://user:password@example.com/`,
    `https://127.0.0.1:${port}#@example.com/`,
    `https://127.0.0.1:${port}\\@example.com/`,
    '',
    'https://',
    '//127.0.0.1/',
    'not an address',
  ];
  return [...spelled, ...v6, ...NAMES.map((name) => `https://${name}:${port}/`), ...schemes, ...disguised];
}

/** As one number, in octal, in hexadecimal, shortened, with full-width digits and with ideographic full stops. */
function spellings(address: string): readonly string[] {
  const octets = address.split('.').map(Number);
  const number = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const [first, second, third, fourth] = octets as [number, number, number, number];
  return [
    address,
    String(number),
    `0x${number.toString(16)}`,
    octets.map((octet) => `0${octet.toString(8)}`).join('.'),
    octets.map((octet) => `0x${octet.toString(16)}`).join('.'),
    `${first}.${second * 65_536 + third * 256 + fourth}`,
    `${first}.${second}.${third * 256 + fourth}`,
    address.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))).replaceAll('.', '\u3002'),
  ];
}

/** Mapped, compatible, translated (NAT64), tunnelled (6to4, Teredo). */
function embedded(address: string): readonly string[] {
  const octets = address.split('.').map(Number);
  const hex = octets.map((octet) => octet.toString(16).padStart(2, '0')).join('');
  const [high, low] = [hex.slice(0, 4), hex.slice(4)];
  const flipped = octets.map((octet) => (255 - octet).toString(16).padStart(2, '0')).join('');
  return [
    `::ffff:${address}`,
    `::ffff:${high}:${low}`,
    `::${address}`,
    `64:ff9b::${address}`,
    `2002:${high}:${low}::1`,
    `2001:0:1:1:0:0:${flipped.slice(0, 4)}:${flipped.slice(4)}`,
  ];
}
