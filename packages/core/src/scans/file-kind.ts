/** How many bytes of a file show what it is. */
export const HEAD_BYTES = 512;

interface Magic {
  readonly at: number;
  readonly bytes: string;
}

const magic = (bytes: string, at = 0): Magic => ({ at, bytes });

/** Formats for which clamd answers OK without looking inside (1.5 and earlier). */
const UNREAD: Readonly<Record<string, readonly Magic[]>> = {
  zstd: [magic('\x28\xb5\x2f\xfd'), ...range('\x50', '\x5f').map((first) => magic(`${first}\x2a\x4d\x18`))],
  lz4: [magic('\x04\x22\x4d\x18')],
  lzip: [magic('LZIP')],
  squashfs: [magic('hsqs'), magic('sqsh')],
  rpm: [magic('\xed\xab\xee\xdb')],
};

/** Archives that clamd unpacks, within its limits. */
const ARCHIVES: readonly Magic[] = [
  magic('PK'),
  magic('\x1f\x8b'),
  magic('\x1f\x9d'),
  magic('BZh'),
  magic('\xfd7zXZ\0'),
  magic('\x5d\0\0'),
  magic('7z\xbc\xaf\x27\x1c'),
  magic('Rar!'),
  magic('MSCF'),
  magic('ISc('),
  magic('!<arch>\n'),
  magic('0707'),
  magic('\xc7\x71'),
  magic('\x60\xea'),
  magic('ALZ\x01'),
  magic('EGGA'),
  magic('xar!'),
  magic('-lh', 2),
  magic('ustar', 257),
];

/** The name of a compression that clamd does not unpack. Undefined for every other file. */
export function unreadForm(head: Buffer): string | undefined {
  const text = head.toString('latin1');
  const [form] = Object.entries(UNREAD).find(([, magics]) => magics.some((one) => fits(text, one))) ?? [];
  return form ?? (text.startsWith('!<arch>\ndebian') && text.includes('control.tar.zst') ? 'zstd' : undefined);
}

/** Whether clamd would unpack the file. Its limits decide how much. */
export function isArchive(head: Buffer): boolean {
  const text = head.toString('latin1');
  return ARCHIVES.some((one) => fits(text, one));
}

function fits(text: string, { at, bytes }: Magic): boolean {
  return text.startsWith(bytes, at);
}

function range(first: string, last: string): readonly string[] {
  const [from, to] = [first.charCodeAt(0), last.charCodeAt(0)];
  return Array.from({ length: to - from + 1 }, (_, place) => String.fromCharCode(from + place));
}
