import { type Kysely, sql } from 'kysely';

/** Reviews of an organization's tokens, and what each token was when the review began. */
export async function reviews(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `create table reviews (id ${text} primary key, organization_id ${text} not null references organizations (id) on delete cascade,
    name ${text} not null, scope ${text} not null, reviewers ${text} not null, undecided ${text} not null, recurrence ${text},
    first_at bigint not null, occurrence integer not null, created_at bigint not null, started_by ${text} not null,
    starts_at bigint not null, due_at bigint not null, prepared_at bigint, finished_at bigint, finished_by ${text},
    closed_at bigint, cancelled_at bigint, cancelled_by ${text}, items integer not null, reached ${text},
    policy_at_start ${text}, policy_at_end ${text}, told_at bigint, digest ${text}, proof ${text})`,
  'create index reviews_by_organization on reviews (organization_id, created_at)',
  'create index reviews_unfinished on reviews (due_at) where closed_at is null and cancelled_at is null',
  `create table review_items (review_id ${text} not null references reviews (id) on delete cascade, position integer not null,
    token_id ${text} not null, holder_id ${text} not null, holder_name ${text} not null, reviewer_id ${text},
    findings ${text} not null, shown ${text} not null, told_at bigint, decision ${text}, reason ${text} not null,
    decided_by ${text}, decided_at bigint, primary key (review_id, position), unique (review_id, token_id))`,
  'create index review_items_by_decision on review_items (review_id, decision, holder_name, position)',
  'create index review_items_by_holder on review_items (review_id, holder_name, position)',
  'create index review_items_by_reviewer on review_items (review_id, reviewer_id, decision)',
];
