import { encodePart, type Forgery, type ForgeryTarget, type JsonObject } from './forgery.ts';

type Change = readonly [name: string, token: string];

/** An honest token that was changed after it was signed, or that has another spelling. */
export function changedForgeries(target: ForgeryTarget): readonly Forgery[] {
  return [...contents(target), ...signatures(target), ...shapes(target), ...otherForms(target)].map(
    ([name, token]) => ({
      name: `an honest token with ${name}`,
      token,
    }),
  );
}

function contents({ honest, wanted, now }: ForgeryTarget): readonly Change[] {
  const [header, claims, signature] = honest.encoded;
  const withClaims = (changed: object): string =>
    `${header}.${encodePart({ ...honest.claims, ...changed })}.${signature}`;
  const withHeader = (changed: object): string =>
    `${encodePart({ ...honest.header, ...changed })}.${claims}.${signature}`;
  return [
    ['other claims', `${header}.${encodePart(wanted)}.${signature}`],
    ['a later exp', withClaims({ exp: now + 86_400 })],
    ['another subject', withClaims({ sub: 'administrator' })],
    ['a claim more', withClaims({ admin: true })],
    ['a header more', withHeader({ cty: 'JWT' })],
    ['another kid', withHeader({ kid: 'AAAA' })],
    ['crit', withHeader({ crit: ['exp'], exp: now })],
    ['b64', withHeader({ b64: false, crit: ['b64'] })],
    ['zip', withHeader({ zip: 'DEF' })],
    ['pretty claims', `${header}.${encodePart(JSON.stringify(honest.claims, undefined, 2))}.${signature}`],
    ['claims in the place of the header', `${claims}.${header}.${signature}`],
    ['claims that are a number', `${header}.${encodePart('1')}.${signature}`],
    ['claims that are null', `${header}.${encodePart('null')}.${signature}`],
    ['claims that are a list', `${header}.${encodePart([honest.claims])}.${signature}`],
  ];
}

function signatures({ honest }: ForgeryTarget): readonly Change[] {
  const [header, claims, text] = honest.encoded;
  const bytes = Buffer.from(text, 'base64url');
  const withSignature = (signature: string | Buffer): string =>
    `${header}.${claims}.${typeof signature === 'string' ? signature : signature.toString('base64url')}`;
  const lengths = [0, 1, 2, 8, 16, 31, 32, 33, 48, bytes.length - 2, bytes.length - 1];
  const flips = [0, 1, 15, 31, 32, 33, 47, bytes.length - 1].map(
    (at): Change => [`byte ${at} of the signature changed`, withSignature(flipped(bytes, at))],
  );
  return [
    ...lengths.map((length): Change => [`a signature of ${length} bytes`, withSignature(bytes.subarray(0, length))]),
    ...flips,
    ['a signature of zeros', withSignature(Buffer.alloc(bytes.length))],
    ['a signature of ones', withSignature(Buffer.alloc(bytes.length, 0xff))],
    [
      'r and s exchanged',
      withSignature(Buffer.concat([bytes.subarray(bytes.length / 2), bytes.subarray(0, bytes.length / 2)])),
    ],
    ['r of zero', withSignature(Buffer.concat([Buffer.alloc(bytes.length / 2), bytes.subarray(bytes.length / 2)]))],
    ['s of zero', withSignature(Buffer.concat([bytes.subarray(0, bytes.length / 2), Buffer.alloc(bytes.length / 2)]))],
    ['a DER signature of zeros', withSignature(Buffer.from('3006020100020100', 'hex'))],
    ['a byte more at the signature', withSignature(Buffer.concat([bytes, Buffer.alloc(1)]))],
    ['the signature twice', withSignature(Buffer.concat([bytes, bytes]))],
    ['a signature of 100 kB', withSignature(Buffer.alloc(100_000, 1))],
    ['the signature reversed', withSignature(Buffer.from(bytes).reverse())],
  ];
}

function shapes({ honest }: ForgeryTarget): readonly Change[] {
  const [header, claims, signature] = honest.encoded;
  const token = `${header}.${claims}.${signature}`;
  return [
    ['no signature part', `${header}.${claims}`],
    ['no header part', `${claims}.${signature}`],
    ['an empty header', `.${claims}.${signature}`],
    ['empty claims', `${header}..${signature}`],
    ['nothing but dots', '..'],
    ['nothing', ''],
    ['a dot more', `${token}.`],
    ['a part more', `${token}.${signature}`],
    ['a dot before', `.${token}`],
    ['a word before', `Bearer ${token}`],
    ['a comma and itself', `${token},${token}`],
    ['standard base64', token.replaceAll('-', '+').replaceAll('_', '/').concat('==')],
    ['another case', token.toLowerCase()],
    ['all of it as one part', encodePart(token)],
    ['100 kB of dots', '.'.repeat(100_000)],
    ['claims of 100 kB', `${header}.${encodePart({ ...honest.claims, more: 'x'.repeat(100_000) })}.${signature}`],
    ['claims 5000 lists deep', `${header}.${encodePart('['.repeat(5000) + ']'.repeat(5000))}.${signature}`],
  ];
}

/** JWE with a password's cost in the token (attack 36), and the JSON form of a JWS. */
function otherForms({ honest, wanted }: ForgeryTarget): readonly Change[] {
  const [payload, signature] = [honest.encoded[1], honest.encoded[2]];
  const jwe = (header: JsonObject): string =>
    `${encodePart(header)}.${signature}.AAAAAAAAAAAAAAAA.${encodePart(wanted)}.AAAAAAAAAAAAAAAAAAAAAA`;
  const pbes2 = ['PBES2-HS256+A128KW', 'PBES2-HS384+A192KW', 'PBES2-HS512+A256KW'];
  const json = JSON.stringify({ payload, protected: honest.encoded[0], signature });
  return [
    ...pbes2.map(
      (alg): Change => [
        `a ${alg} header in five parts`,
        jwe({ alg, enc: 'A128GCM', p2c: 2_000_000_000, p2s: 'AAAAAAAAAAA' }),
      ],
    ),
    ...pbes2.map(
      (alg): Change => [
        `a ${alg} header in three parts`,
        `${encodePart({ ...honest.header, alg, p2c: 2_000_000_000, p2s: 'AAAAAAAAAAA' })}.${payload}.${signature}`,
      ],
    ),
    ['a dir header in five parts', jwe({ alg: 'dir', enc: 'A128GCM' })],
    ['an RSA-OAEP header in five parts', jwe({ alg: 'RSA-OAEP', enc: 'A128GCM', kid: honest.header.kid })],
    ['its JSON form', json],
    ['its JSON form, encoded', encodePart(json)],
  ];
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
