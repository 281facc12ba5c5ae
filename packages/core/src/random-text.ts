/** Returns `length` random bytes. It is a parameter so that tests can replace it. */
export type RandomBytes = (length: number) => Uint8Array;

/** Every letter is equally likely: bytes beyond the largest multiple of the alphabet's length are dropped. */
export function randomText(alphabet: string, length: number, randomBytes: RandomBytes): string {
  const unbiasedByteLimit = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < unbiasedByteLimit && text.length < length) text += alphabet.charAt(byte % alphabet.length);
    }
  }
  return text;
}
