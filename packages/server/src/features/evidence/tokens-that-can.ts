import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { AccountCaller } from '../access/caller.ts';
import { type Look, look } from '../access/change.ts';
import { type ListedAccess, listAccess } from '../access-review/list-access.ts';
import { type EvidenceScope, requireEvidence } from './require-evidence.ts';
import { isOnlyFor, type Moment, momentOf, type TokenThatCan, tokenActions } from './token-actions.ts';
import { tokensThen } from './tokens-then.ts';
import { accessOf } from './who-can.ts';

interface AskedTokens {
  readonly repository: string;
  /** Just before this time; now where it is left out. */
  readonly before?: number | undefined;
}

/** By holder. Errors: those of `requireEvidence`. */
export async function listTokensThatCan(
  services: Services,
  caller: AccountCaller,
  { repository, before, ...page }: AskedTokens & Page,
): Promise<Paged<TokenThatCan>> {
  const asked = look(services, caller);
  const scope = await requireEvidence(asked, repository);
  if (before === undefined && scope.organization) return tokensNow(asked, await momentNow(asked, scope), page);
  const all: TokenThatCan[] = [];
  for await (const some of tokensOf(asked, scope, before)) all.push(...some);
  const from = (page.page - 1) * page.pageSize;
  return { total: all.length, items: all.sort(byHolder).slice(from, from + page.pageSize) };
}

const ACCESS_AT_ONCE = 100;

/** All of them, some at once. */
export async function* tokensOf(
  asked: Look<AccountCaller>,
  scope: EvidenceScope,
  before: number | undefined,
): AsyncGenerator<readonly TokenThatCan[]> {
  if (before === undefined && scope.organization) {
    const moment = await momentNow(asked, scope);
    for (let page = 1; ; page += 1) {
      const { items, total } = await tokensNow(asked, moment, { page, pageSize: ACCESS_AT_ONCE });
      if (items.length > 0) yield items;
      if (page * ACCESS_AT_ONCE >= total) return;
    }
  }
  const access = await accessOf(asked.records, scope, before);
  yield* tokensThen(asked.records, { scope, access, before: before ?? asked.now + 1 });
}

async function momentNow({ records }: Look<AccountCaller>, scope: EvidenceScope): Promise<Moment> {
  return momentOf(scope, await accessOf(records, scope, undefined), scope.organization?.policy ?? null);
}

/** The same list as the access review of the organization. */
async function tokensNow(
  { services, caller }: Look<AccountCaller>,
  moment: Moment,
  page: Page,
): Promise<Paged<TokenThatCan>> {
  const { namespace, repository } = moment.scope;
  if (!repository) return { total: 0, items: [] };
  const filter = { ...page, repository: repository.name, sort: 'holder', order: 'asc' } as const;
  const { total, items } = await listAccess(services, caller, namespace, filter);
  return { total, items: items.map((item) => tokenNow(item, moment)) };
}

function tokenNow({ token, hold, heldBack, stop }: ListedAccess, moment: Moment): TokenThatCan {
  const { id, kind, origin, createdAt, expiresAt, grants, holder, description, deactivatedAt } = token;
  return {
    ...{ id, kind, origin, createdAt, expiresAt },
    deletedAt: null,
    holder: holder.name,
    holderType: holder.type,
    description: isOnlyFor(moment.scope.namespace, grants) ? description : null,
    actions: tokenActions(moment, { origin, grants, holder: holder.name }, stop !== undefined),
    isActive: deactivatedAt === null,
    hold: hold?.type ?? null,
    heldBack: heldBack ?? null,
  };
}

function byHolder(one: TokenThatCan, other: TokenThatCan): number {
  if (one.holder !== other.holder) return one.holder < other.holder ? -1 : 1;
  return one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1);
}
