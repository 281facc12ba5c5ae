import { DomainError } from '@lanyard/core/domain-error';

/** PostgreSQL cannot keep a NUL, and half a surrogate pair comes back as another letter. */
export function requireStorableText(value: unknown, field: string): void {
  if (typeof value === 'string') requireStorable(value, field);
  else if (typeof value === 'object' && value !== null) requireStorableFields(value, field);
}

function requireStorableFields(value: object, field: string): void {
  for (const [name, part] of Object.entries(value)) requireStorableText(part, field === '' ? name : `${field}.${name}`);
}

function requireStorable(text: string, field: string): void {
  if (!text.includes('\0') && text.isWellFormed()) return;
  throw new DomainError('invalid-input', { field, reason: 'holds a character that is no text' });
}
