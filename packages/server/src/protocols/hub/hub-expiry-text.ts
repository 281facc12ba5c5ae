import { z } from 'zod';

/** RFC 3339; an empty text, null or nothing for a token without expiry. */
export const hubExpiryText = z.union([z.iso.datetime({ offset: true }), z.literal('')]).nullish();

/** Milliseconds since the epoch, and the text as it came: its client compares it byte by byte. */
export function expiryOf(text: z.output<typeof hubExpiryText>) {
  return text ? { expiresAt: Date.parse(text), expiresAtText: text } : { expiresAt: null };
}
