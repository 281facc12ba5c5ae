import { createPublicKey, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { argv, stdout } from 'node:process';

/**
 * A limit that no gate on this runtime can beat: bare node:http that verifies the ES256 signature of each request's
 * token and answers 204. Argument: the public key, as base64 of its DER.
 */
const [, , encoded = ''] = argv;
const key = createPublicKey({ key: Buffer.from(encoded, 'base64'), format: 'der', type: 'spki' });
const dsaEncoding = 'ieee-p1363' as const;

const server = createServer((request, response) => {
  const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
  const end = token.lastIndexOf('.');
  const signature = Buffer.from(token.slice(end + 1), 'base64url');
  const isGood = verify('sha256', Buffer.from(token.slice(0, end)), { key, dsaEncoding }, signature);
  response.writeHead(isGood ? 204 : 401).end();
});

server.listen(0, 'localhost', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') stdout.write(`ready ${address.port}\n`);
});
