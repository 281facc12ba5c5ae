import { type Kysely, sql } from 'kysely';

/** When a token was last used in each namespace. The namespace's owners may see that, but not the other uses. */
export async function namespaceUses(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(dialect)) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };
const SLASH = { sqlite: `instr(repository, '/')`, postgres: `strpos(repository, '/')` };

const statements = (dialect: 'sqlite' | 'postgres') => {
  const [text, slash] = [TEXT[dialect], SLASH[dialect]];
  return [
    `create table namespace_uses (namespace ${text} not null, token_id ${text} not null references access_tokens (id),
      first_at bigint not null, last_at bigint not null, repository ${text} not null, actions ${text} not null,
      address ${text} not null, client ${text} not null, primary key (namespace, token_id))`,
    'create index namespace_uses_by_address on namespace_uses (namespace, address)',
    // Of the first use, only the day is known.
    `insert into namespace_uses (namespace, token_id, first_at, last_at, repository, actions, address, client)
      select namespace, token_id, first_at, last_at, repository, actions, address, client from (
        select *, min(day) over (partition by token_id, namespace) as first_at,
          row_number() over (partition by token_id, namespace order by last_at desc, repository, actions, address, client, registry) as place
        from (select *, case when ${slash} = 0 then 'library' else substr(repository, 1, ${slash} - 1) end as namespace
          from token_usage where repository <> '' and actions <> '') named) ranked
      where place = 1`,
  ];
};
