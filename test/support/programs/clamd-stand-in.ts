import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { TEST_SIGNATURE } from '@lanyard/core/scans/self-test';

export interface ClamdStandIn extends AsyncDisposable {
  readonly socketPath: string;
  /** The version of the signature database. A new one makes all images due. */
  version: string;
  /** The signatures that it finds besides the test signature, by name. */
  signatures: ReadonlyMap<string, Buffer>;
  /** The sizes of the files that it got. */
  readonly scanned: number[];
}

const MAXIMUM_BYTES = 2 * 1024 * 1024;
const COMMAND_END = 0;

/** Works like clamd: it scans files up to 2 MiB, unpacks nothing, and says where it gave up. */
export async function startClamdStandIn(folder: string): Promise<ClamdStandIn> {
  const socketPath = join(folder, 'clamd-stand-in.sock');
  const server = createServer((socket) => serve(socket, standIn)).listen(socketPath);
  const standIn: ClamdStandIn = {
    socketPath,
    version: 'ClamAV 1.4.6/27000/Sun Nov 1 08:00:00 2026',
    signatures: new Map(),
    scanned: [],
    [Symbol.asyncDispose]: async () => void server.close(),
  };
  await new Promise((resolve) => server.once('listening', resolve));
  return standIn;
}

function serve(socket: Socket, standIn: ClamdStandIn): void {
  let rest: Buffer = Buffer.alloc(0);
  let file: Buffer[] | undefined;
  let count = 0;
  const answer = (text: string) => void socket.write(`${count}: ${text}\0`);
  const command = (text: string) => {
    if (text === 'zIDSESSION') return;
    if (text === 'zEND') return void socket.end();
    count += 1;
    if (text === 'zVERSION') answer(standIn.version);
    else file = [];
  };
  const takePart = (parts: Buffer[]): boolean => {
    if (rest.length < 4 || rest.length < 4 + rest.readUInt32BE()) return false;
    const length = rest.readUInt32BE();
    if (length > 0) parts.push(rest.subarray(4, 4 + length));
    rest = rest.subarray(4 + length);
    if (length > 0) return true;
    file = undefined;
    const content = Buffer.concat(parts);
    standIn.scanned.push(content.length);
    answer(`stream: ${verdictOf(content, standIn)}`);
    return true;
  };
  const takeCommand = (): boolean => {
    const end = rest.indexOf(COMMAND_END);
    if (end === -1) return false;
    const text = rest.subarray(0, end).toString();
    rest = rest.subarray(end + 1);
    command(text);
    return true;
  };
  socket.on('error', () => undefined);
  socket.on('data', (data: Buffer) => {
    rest = Buffer.concat([rest, data]);
    while (file ? takePart(file) : takeCommand());
  });
}

function verdictOf(content: Buffer, { signatures }: ClamdStandIn): string {
  if (content.length > MAXIMUM_BYTES) return 'Heuristics.Limits.Exceeded.MaxFileSize FOUND';
  if (content.includes(TEST_SIGNATURE)) return 'Test.Eicar FOUND';
  const [name] = [...signatures].find(([, bytes]) => content.includes(bytes)) ?? [];
  if (name !== undefined) return `${name} FOUND`;
  if (content.subarray(0, 2).equals(Buffer.from('PK'))) return 'Heuristics.Encrypted.Zip FOUND';
  return content.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))
    ? 'Heuristics.Limits.Exceeded.MaxScanSize FOUND'
    : 'OK';
}
