import { textTable } from '@lanyard/core/text-table';
import { printable } from '../foreign-text.ts';
import {
  type ItemFilter,
  listReviewItems,
  listReviews,
  type ReviewItemView,
  type ReviewView,
  showReview,
} from '../server/review-api.ts';
import { facts, type Terminal, tabSeparated } from '../terminal.ts';
import { type CommandContext, chooseSession, printResult } from './command-context.ts';

/** Shows the reviews of an organization. Decisions are made in a browser, by a person who has just signed in. */
export async function reviewList(context: CommandContext, organization: string): Promise<void> {
  const reviews = await listReviews(await chooseSession(context), organization);
  printResult(context, reviews, () => reviewTable(reviews, context.terminal));
}

export interface ReviewPlace {
  readonly organization: string;
  readonly id: string;
}

/** Shows a review and its items. */
export async function reviewShow(
  context: CommandContext,
  { organization, id }: ReviewPlace,
  filter: ItemFilter,
): Promise<void> {
  const session = await chooseSession(context);
  const review = await showReview(session, organization, id);
  const items = await listReviewItems(session, organization, id, filter);
  printResult(
    context,
    { ...review, items },
    () => `${facts(reviewFacts(review))}\n${itemTable(items, context.terminal)}`,
  );
}

const REVIEW_HEADING = ['id', 'name', 'state', 'due', 'undecided', 'kept', 'blocked', 'ended'];

function reviewTable(reviews: readonly ReviewView[], terminal: Terminal): string {
  const rows = reviews.map(({ id, name, state, dueAt, counts }) => {
    const { undecided, keep, block, gone } = counts;
    return [id, printable(name, 40), state, dueAt.slice(0, 10), ...[undecided, keep, block, gone].map(String)];
  });
  return tableOf(REVIEW_HEADING, rows, { terminal, none: 'no reviews\n', leftOut: ['ended', 'blocked', 'kept'] });
}

function reviewFacts(review: ReviewView): readonly (readonly [string, string])[] {
  const { id, name, state, scope, reviewers, undecided, recurrence, startedBy, startsAt, dueAt, closedAt } = review;
  const { counts } = review;
  return [
    ['id', id],
    ['name', printable(name)],
    ['state', state],
    ['in scope', printable([scope.type, scope.team, scope.pattern].filter((text) => text !== null).join(' '))],
    ['who decides', reviewers],
    ['undecided', `${undecided} at the end`],
    ['repeated', recurrence ?? 'no'],
    ['started', `${startsAt} by ${printable(startedBy)}`],
    ['due', dueAt],
    ['closed', closedAt ?? 'no'],
    ['tokens', `${counts.undecided} undecided, ${counts.keep} kept, ${counts.block} blocked, ${counts.gone} ended`],
  ];
}

const ITEM_HEADING = ['token', 'holder', 'description', 'findings', 'decision', 'by', 'reason'];

function itemTable(items: readonly ReviewItemView[], terminal: Terminal): string {
  const rows = items.map(({ token, isGone, decision, decidedBy, reason }) => {
    const { id, holder, description, findings } = token;
    const found = findings.map(({ kind }) => kind).join(',');
    const outcome = decision ?? (isGone ? 'ended' : 'undecided');
    const by = decision === null ? '' : printable(decidedBy ?? 'the rule');
    return [id, printable(holder.name), printable(description ?? '', 40), found, outcome, by, printable(reason, 60)];
  });
  return tableOf(ITEM_HEADING, rows, {
    terminal,
    none: 'no access tokens\n',
    leftOut: ['reason', 'findings', 'description'],
  });
}

interface Shown {
  readonly terminal: Terminal;
  readonly none: string;
  readonly leftOut: readonly string[];
}

/** For programs: separated by tabs. */
function tableOf(heading: readonly string[], rows: readonly (readonly string[])[], { terminal, none, leftOut }: Shown) {
  if (!terminal.showsTables) return tabSeparated(rows);
  return rows.length === 0 ? none : textTable(heading, rows, { maximumLength: terminal.columns, leftOut });
}
