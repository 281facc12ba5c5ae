import { LIBRARY } from '@lanyard/core/repositories/repository';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Connection } from '../../schema.ts';

/** Grants are a JSON array in text. Each database has its own functions to read it. */
export function grantsIn({ locksRows }: Connection, condition: RawBuilder<SqlBool>): RawBuilder<SqlBool> {
  const all = locksRows ? sql`json_array_elements(t.grants::json) as g(value)` : sql`json_each(t.grants) as g`;
  return sql`exists (select 1 from ${all} where ${condition})`;
}

/**
 * Whether the text of the grants contains this. A pattern has no letter that JSON writes differently, and no other
 * value has this name. So this replaces reading the JSON of each of 10,000 tokens.
 */
export function holds({ locksRows }: Connection, text: string): RawBuilder<SqlBool> {
  return locksRows ? sql`strpos(t.grants, ${text}) > 0` : sql`instr(t.grants, ${text}) > 0`;
}

/** Whether a pattern names this repository. */
export function holdsPatternOf(connection: Connection, fullName: string): RawBuilder<SqlBool> {
  const firstStar = fullName.indexOf('/') + 1;
  const starts = Array.from({ length: firstStar === 0 ? 0 : fullName.length - firstStar + 1 }, (_, index) => {
    return `${fullName.slice(0, firstStar + index)}*`;
  });
  const patterns = ['*', fullName, ...starts].map((pattern) => holds(connection, `"pattern":"${pattern}"`));
  return sql`(${sql.join(patterns, sql` or `)})`;
}

/** Whether a pattern can name a repository of the namespace. */
export function holdsPatternIn(connection: Connection, namespace: string): RawBuilder<SqlBool> {
  // Names with one part have no common beginning.
  if (namespace === LIBRARY) return grantsIn(connection, sql`(${PATTERN} = '*' or ${isOfNamespace(namespace)})`);
  return sql`(${holds(connection, '"pattern":"*"')} or ${holds(connection, `"pattern":"${namespace}/`)})`;
}

const PATTERN = sql`(g.value ->> 'pattern')`;

/** The same as core's `isPatternOfOwner`. */
function isOfNamespace(namespace: string): RawBuilder<SqlBool> {
  const own = sql<SqlBool>`substr(${PATTERN}, 1, ${sql.lit(namespace.length + 1)}) = ${`${namespace}/`}`;
  return namespace === LIBRARY ? sql`(${own} or (${PATTERN} <> '*' and ${PATTERN} not like '%/%'))` : own;
}

/** The same as core's `matchesPattern`. */
export function namesRepository(name: string): RawBuilder<SqlBool> {
  const start = sql`substr(${PATTERN}, 1, length(${PATTERN}) - 1)`;
  return sql`(${PATTERN} = ${name} or (${PATTERN} like '%*' and substr(${name}, 1, length(${PATTERN}) - 1) = ${start}))`;
}

/** Whether every grant is a pattern of the namespace: the number of grants equals the number of such patterns. */
export function isOnlyHere(connection: Connection, namespace: string): RawBuilder<SqlBool> {
  if (namespace === LIBRARY) {
    return sql`not ${grantsIn(connection, sql`(${PATTERN} is null or not ${isOfNamespace(namespace)})`)}`;
  }
  const count = (text: string) =>
    sql`(length(t.grants) - length(replace(t.grants, ${text}, ''))) / ${sql.lit(text.length)}`;
  return sql`(${count('"type":')} = ${count(`"pattern":"${namespace}/`)})`;
}
