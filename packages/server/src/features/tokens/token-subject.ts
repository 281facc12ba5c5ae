import type { AccessToken } from '@lanyard/core/tokens/access-token';
import { type AuditSubject, subjectOf } from '../access/change.ts';

/** A token, in the log of its owner. */
export function tokenSubject(
  { id, description }: Pick<AccessToken, 'id' | 'description'>,
  namespace: string,
): AuditSubject {
  return subjectOf('token', { id, name: description }, namespace);
}
