export type CborValue = number | string | Uint8Array | readonly CborValue[] | ReadonlyMap<string | number, CborValue>;

const [UNSIGNED, NEGATIVE, BYTES, TEXT, ARRAY, MAP] = [0, 1, 2, 3, 4, 5] as const;

/** RFC 8949, as much as an authenticator needs: whole numbers below 2^32, and lengths in their shortest form. */
export function encodeCbor(value: CborValue): Buffer {
  if (typeof value === 'number') return value < 0 ? head(NEGATIVE, -1 - value) : head(UNSIGNED, value);
  if (typeof value === 'string') return Buffer.concat([head(TEXT, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(BYTES, value.length), value]);
  if (value instanceof Map) {
    const entries = [...value].flatMap(([name, item]) => [encodeCbor(name), encodeCbor(item)]);
    return Buffer.concat([head(MAP, value.size), ...entries]);
  }
  const items = value as readonly CborValue[];
  return Buffer.concat([head(ARRAY, items.length), ...items.map(encodeCbor)]);
}

function head(majorType: number, argument: number): Buffer {
  const type = majorType << 5;
  if (argument < 24) return Buffer.of(type | argument);
  if (argument < 0x1_00) return Buffer.of(type | 24, argument);
  if (argument < 0x1_00_00) return Buffer.of(type | 25, argument >> 8, argument & 0xff);
  const long = Buffer.alloc(5, type | 26);
  long.writeUInt32BE(argument, 1);
  return long;
}
