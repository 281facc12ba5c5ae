const GENERATOR = 0x1_04c1_1db7n;
const LETTERS = [...range('0', '9'), ...range('A', 'Z'), ...range('a', 'z')];

/** CRC-32 as in a textbook: the remainder of a polynomial over GF(2), by long division of one big integer. */
export function crc32ByDivision(text: string): number {
  const bits = [...Buffer.from(text)].flatMap(bitsFromLowest).concat(Array<number>(32).fill(0));
  const inverted = bits.map((bit, place) => (place < 32 ? 1 - bit : bit));
  const remainder = divide(BigInt(`0b${inverted.join('')}`), inverted.length);
  const reflected = [...remainder.toString(2).padStart(32, '0')].reverse().join('');
  return Number(BigInt(`0b${reflected}`) ^ 0xffff_ffffn);
}

/** The six letters that must follow the body of a token. */
export function tokenChecksum(body: string): string {
  const value = crc32ByDivision(body);
  return [5, 4, 3, 2, 1, 0].map((power) => LETTERS[Math.floor(value / 62 ** power) % 62]).join('');
}

function divide(dividend: bigint, length: number): bigint {
  let rest = dividend;
  for (let shift = BigInt(length - 33); shift >= 0n; shift -= 1n) {
    if ((rest >> (shift + 32n)) & 1n) rest ^= GENERATOR << shift;
  }
  return rest;
}

function bitsFromLowest(byte: number): number[] {
  return [0, 1, 2, 3, 4, 5, 6, 7].map((place) => (byte >> place) & 1);
}

function range(first: string, last: string): string[] {
  const start = first.charCodeAt(0);
  return Array.from({ length: last.charCodeAt(0) - start + 1 }, (_, index) => String.fromCharCode(start + index));
}
