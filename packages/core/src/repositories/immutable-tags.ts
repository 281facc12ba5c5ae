import { RE2JS } from 're2js';
import { DomainError } from '../domain-error.ts';

/**
 * The tags that no push can change. Null means none, and an empty list means all. The patterns have RE2's syntax, as on
 * Docker Hub.
 */
export type ImmutableTags = readonly string[] | null;

const PATTERNS_AT_MOST = 20;
const LONGEST_PATTERN = 100;
/** The limit for all repeat counts of a pattern together, because RE2 writes a part out once for each repetition. */
const REPEATED_AT_MOST = 50;
const REMEMBERED_AT_MOST = 1_000;

export function isImmutableTag(immutable: ImmutableTags, tag: string): boolean {
  if (immutable === null) return false;
  return immutable.length === 0 || immutable.some((pattern) => compiled(pattern).matcher(tag).find());
}

/** Returns each pattern once. Errors: `invalid-input`. */
export function requireImmutableTags(patterns: readonly string[]): readonly string[] {
  if (patterns.length > PATTERNS_AT_MOST) throw invalid(`must be at most ${PATTERNS_AT_MOST} patterns`);
  for (const pattern of patterns) requirePattern(pattern);
  return [...new Set(patterns)];
}

function requirePattern(pattern: string): void {
  if (pattern.length === 0 || pattern.length > LONGEST_PATTERN || /\P{ASCII}|\p{Cc}/u.test(pattern))
    throw invalid(`must be patterns of 1 to ${LONGEST_PATTERN} characters of ASCII`);
  const counts = [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map(([, low, high]) => Number(high || low) || 1);
  if (counts.reduce((product, count) => product * count, 1) > REPEATED_AT_MOST)
    throw invalid(`must not repeat more than ${REPEATED_AT_MOST} times`);
  try {
    compiled(pattern);
  } catch {
    throw invalid(`must be RE2 regular expressions; ${JSON.stringify(pattern)} is not one`);
  }
}

const remembered = new Map<string, RE2JS>();

/** RE2's time grows only with the length of the text, whatever the pattern is. */
function compiled(pattern: string): RE2JS {
  const known = remembered.get(pattern);
  if (known) return known;
  if (remembered.size >= REMEMBERED_AT_MOST) remembered.clear();
  const expression = RE2JS.compile(pattern);
  remembered.set(pattern, expression);
  return expression;
}

function invalid(reason: string): DomainError {
  return new DomainError('invalid-input', { field: 'immutableTags', reason });
}
