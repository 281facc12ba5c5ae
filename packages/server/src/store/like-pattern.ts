import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';

/** `column` holds `part`; the wildcards in it are letters like any other. The column is in lower case already. */
export function likePattern(column: string, part: string): RawBuilder<SqlBool> & Expression<SqlBool> {
  const escaped = part.toLowerCase().replace(/[\\%_]/g, (letter) => `\\${letter}`);
  return sql<SqlBool>`${sql.ref(column)} like ${`%${escaped}%`} escape '\\'`;
}
