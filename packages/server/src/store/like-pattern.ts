import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';

/** As text is kept to be searched in any case: the databases fold letters differently, SQLite only those of ASCII. */
export function searchText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** `column`, which holds search text, holds `part`; the wildcards in it are letters like any other. */
export function likePattern(column: string, part: string): RawBuilder<SqlBool> & Expression<SqlBool> {
  const escaped = searchText(part).replace(/[\\%_]/g, (letter) => `\\${letter}`);
  return sql<SqlBool>`${sql.ref(column)} like ${`%${escaped}%`} escape '\\'`;
}
