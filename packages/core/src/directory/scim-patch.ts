import { DomainError } from '../domain-error.ts';

/** RFC 7644, section 3.5.2. Directories write `op` and attribute names in any case. */
export interface ScimOperation {
  readonly op: string;
  readonly path?: string | undefined;
  readonly value?: unknown;
}

/** A change to one attribute. Its name is in lower case. `filter` is the text in brackets after the name. */
export interface ScimChange {
  readonly op: 'add' | 'replace' | 'remove';
  readonly attribute: string;
  readonly filter: string | undefined;
  readonly value: unknown;
}

const CORE_SCHEMA = /^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group):/i;
const PATH_PATTERN = /^([A-Za-z$][\w$.:-]*)(?:\[([^\]]*)\])?(\.[A-Za-z$][\w$]*)?$/;

/** An operation without a path becomes one change for each attribute of its value. Errors: `invalid-input`. */
export function scimChanges(operations: readonly ScimOperation[]): readonly ScimChange[] {
  return operations.flatMap(({ op, path, value }) => {
    const kind = kindOf(op);
    if (path !== undefined && path !== '') return [changeAt(kind, path, value)];
    if (kind === 'remove') throw invalid('path', 'is needed for remove');
    return Object.entries(requireObject(value)).map(([name, part]) => changeAt(kind, name, part));
  });
}

function kindOf(op: string): ScimChange['op'] {
  const kind = (['add', 'replace', 'remove'] as const).find((one) => one === op.toLowerCase());
  if (kind) return kind;
  throw invalid('op', 'must be add, replace or remove');
}

/** Attributes of extensions keep their URN. No code reads them. */
function changeAt(op: ScimChange['op'], path: string, value: unknown): ScimChange {
  const local = path.replace(CORE_SCHEMA, '');
  const [, name, filter, part = ''] = PATH_PATTERN.exec(local) ?? [];
  if (name !== undefined) return { op, attribute: `${name}${part}`.toLowerCase(), filter, value };
  throw invalid('path', 'is not the path of an attribute');
}

/** Entra ID sends the text `"False"` instead of a boolean. */
export function scimBoolean(value: unknown, field: string): boolean {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  if (text === 'true' || text === 'false') return text === 'true';
  throw invalid(field, 'must be true or false');
}

export function scimText(value: unknown, field: string, maximumLength: number): string {
  if (typeof value === 'string' && value.trim() !== '' && value.length <= maximumLength) return value.trim();
  throw invalid(field, `must be text of 1 to ${maximumLength} characters`);
}

function requireObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw invalid('value', 'must be an object');
}

function invalid(field: string, reason: string): DomainError {
  return new DomainError('invalid-input', { field, reason });
}
