import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { argv, stdout } from 'node:process';
import { promisify } from 'node:util';

/**
 * A limit that no token endpoint on this runtime can beat: bare node:http that checks nothing and only signs a token of
 * the same size with the same algorithm. Arguments: where to sign (`here`, in the thread that reads and writes, or
 * `elsewhere`, in another one), and the header of every token, copied from one of the server's own tokens.
 */
const [, , where = 'here', encodedHeader = ''] = argv;
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
const signElsewhere = promisify(sign) as (algorithm: string, data: Buffer, by: typeof key) => Promise<Buffer>;

const server = createServer(async (_request, response) => {
  const issuedAt = Date.now();
  const body = JSON.stringify(await answer(issuedAt));
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
});

server.listen(0, 'localhost', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') stdout.write(`ready ${address.port}\n`);
});

async function answer(issuedAt: number) {
  const token = await signToken(Math.floor(issuedAt / 1000));
  return { token, access_token: token, expires_in: 300, issued_at: new Date(issuedAt).toISOString() };
}

async function signToken(iat: number): Promise<string> {
  const payload = JSON.stringify({
    iss: 'http://localhost:8700',
    sub: 'account-500',
    aud: 'lanyard',
    exp: iat + 300,
    nbf: iat - 10,
    iat,
    jti: randomBytes(16).toString('base64url'),
    access: [{ type: 'repository', name: 'account-500/app', actions: ['pull'] }],
  });
  const signed = `${encodedHeader}.${Buffer.from(payload).toString('base64url')}`;
  const data = Buffer.from(signed);
  const signature = where === 'here' ? sign('sha256', data, key) : await signElsewhere('sha256', data, key);
  return `${signed}.${signature.toString('base64url')}`;
}
