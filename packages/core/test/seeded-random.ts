import { createCipheriv, createHash } from 'node:crypto';

/** The same bytes for the same seed on every machine: an AES key stream in counter mode. */
export function seededBytes(seed: string): (length: number) => Buffer {
  const cipher = createCipheriv('aes-256-ctr', createHash('sha256').update(seed).digest(), Buffer.alloc(16));
  return (length) => cipher.update(Buffer.alloc(length));
}

/** Draws whole numbers from 0 up to `limit`, without `limit` itself. */
export interface Draw {
  below(limit: number): number;
  of<Item>(items: readonly Item[]): Item;
  text(letters: readonly string[], length: number): string;
}

export function seededDraw(seed: string): Draw {
  const bytes = seededBytes(seed);
  let pool = bytes(0);
  let used = 0;
  const below = (limit: number): number => {
    if (used + 4 > pool.length) [pool, used] = [bytes(65_536), 0];
    used += 4;
    return pool.readUInt32BE(used - 4) % limit;
  };
  const of = <Item>(items: readonly Item[]): Item => {
    if (items.length === 0) throw new RangeError('nothing to draw from');
    return items[below(items.length)] as Item;
  };
  return { below, of, text: (letters, length) => Array.from({ length }, () => of(letters)).join('') };
}
