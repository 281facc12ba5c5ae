export interface TarEntry {
  readonly path: string;
  readonly content?: Uint8Array;
  /** `0` for a file, `2` for a symbolic link, `x` for an extended header, … */
  readonly flag?: string;
  /** A wrong length of the content. */
  readonly size?: number;
  readonly linkPath?: string;
}

/** Builds an archive byte by byte, so that it can have any fault. Without an end, it stops after the last entry. */
export function makeTar(entries: readonly TarEntry[], { hasEnd = true } = {}): Buffer {
  return Buffer.concat([...entries.map(tarEntry), Buffer.alloc(hasEnd ? 1024 : 0)]);
}

export function tarEntry({ path, content = Buffer.alloc(0), flag = '0', size, linkPath = '' }: TarEntry): Buffer {
  const padding = Buffer.alloc(-content.length & 511);
  return Buffer.concat([tarHeader(path, size ?? content.length, flag, linkPath), content, padding]);
}

function tarHeader(path: string, size: number, flag: string, linkPath: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(path, 0, 100);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${octal(size, 11)}\0`, 124);
  header.write(`${octal(0, 11)}\0`, 136);
  header.write(flag, 156);
  header.write(linkPath, 157, 100);
  header.write('ustar\x0000', 257);
  // The sum is computed with spaces in its own field.
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  return header;
}

/** A record of an extended header. Its length includes its own digits. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const length = rest.length + String(rest.length).length;
  const total = rest.length + String(length).length;
  return `${total}${rest}`;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
