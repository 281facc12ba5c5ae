import { DomainError } from '@lanyard/core/domain-error';
import { z } from 'zod';

/** RFC 5321, section 4.5.3.1.3: a path is at most 256 octets with its brackets. */
const emailSchema = z.email().max(254);

/** The canonical form: trimmed, lower-case. One mailbox has one account. */
export function requireEmail(text: string): string {
  const parsed = emailSchema.safeParse(text.trim().toLowerCase());
  if (parsed.success) return parsed.data;
  throw new DomainError('invalid-input', { field: 'email', reason: 'must be an e-mail address' });
}
