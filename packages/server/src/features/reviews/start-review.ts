import { DomainError } from '@lanyard/core/domain-error';
import { isPatternOfOwner, isRepositoryPattern } from '@lanyard/core/repositories/repository';
import { type Recurrence, requireDueDate } from '@lanyard/core/reviews/review-dates';
import { type Decision, type Reviewers, type ReviewScope, requireReviewName } from '@lanyard/core/reviews/review-rules';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Review } from '../../store/records/reviews/reviews.ts';
import type { Caller } from '../access/caller.ts';
import { type Change, transact } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';
import { requireRoomOf } from '../access/require-room.ts';
import { makerOf } from '../access-review/ruling-records.ts';
import { MAXIMUM_TOKENS, newReview, recordStart } from './new-review.ts';
import { workAtOnce } from './work-on-reviews.ts';

/** The limit of reviews that are not over. More of them would only ask the same people about the same tokens. */
const MAXIMUM_UNFINISHED = 5;

export interface ReviewInput {
  readonly name: string;
  readonly scope:
    | { readonly type: 'all' | 'stale' }
    | { readonly type: 'team'; readonly team: string }
    | { readonly type: 'repository'; readonly pattern: string };
  readonly reviewers: Reviewers;
  readonly undecided: Decision;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  readonly recurrence: Recurrence | null;
}

/**
 * Starts to ask about every token in scope. Errors: `not-found` to strangers and for a team that does not exist,
 * `forbidden` to members, `invalid-input`, `conflict`, `too-many-attempts`.
 */
export async function startReview(
  services: Services,
  caller: Caller,
  organizationName: string,
  input: ReviewInput,
): Promise<Review> {
  await requireRoomOf(services, 'reviews-started', caller);
  const review = await transact(services, caller, async (change) => {
    const { records, now } = change;
    const { organization } = await requireOwnership(change, organizationName);
    const { reviewers, undecided, recurrence } = input;
    const asked = {
      name: requireReviewName(input.name),
      scope: await requireScope(change, organization, input.scope),
      dueAt: requireDueDate(input.dueAt, recurrence, now),
    };
    if ((await records.reviews.countUnfinished(organization.id)) >= MAXIMUM_UNFINISHED) {
      const reason = `an organization has ${MAXIMUM_UNFINISHED} reviews that are not over at most; finish or cancel one`;
      throw new DomainError('conflict', { reason });
    }
    await requireFewTokens(change, organization);
    const dates = { firstAt: now, occurrence: 1, startsAt: now, createdAt: now };
    const who = { organizationId: organization.id, startedBy: makerOf(change) };
    const made = newReview(change.newId(), { ...who, ...dates, ...asked, reviewers, undecided, recurrence });
    await recordStart(change, organization, made);
    return made;
  });
  await workAtOnce(services, review);
  return review;
}

async function requireScope(
  { records }: Change,
  organization: Organization,
  asked: ReviewInput['scope'],
): Promise<ReviewScope> {
  if (asked.type === 'team') {
    const team = await records.teams.byName(organization.id, asked.team);
    if (!team) throw new DomainError('not-found', { what: 'team' });
    return { type: 'team', id: team.id, name: team.name };
  }
  if (asked.type !== 'repository') return { type: asked.type };
  const { pattern } = asked;
  if (isRepositoryPattern(pattern) && isPatternOfOwner(pattern, organization.name))
    return { type: 'repository', pattern };
  const reason = `must be ${organization.name}/NAME or ${organization.name}/PREFIX*`;
  throw new DomainError('invalid-input', { field: 'scope.pattern', reason });
}

async function requireFewTokens({ records, now }: Change, organization: Organization): Promise<void> {
  const { total } = await records.accessReview.list({ organization, now, page: 1, pageSize: 1 });
  if (total <= MAXIMUM_TOKENS) return;
  const reason = `${total} access tokens can reach the organization, and a review looks at ${MAXIMUM_TOKENS} at most`;
  throw new DomainError('conflict', { reason });
}
