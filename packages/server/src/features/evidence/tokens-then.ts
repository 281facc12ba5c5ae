import type { AuditAction } from '@lanyard/core/audit/audit-event';
import { TOKEN_CHANGES, tokenAt } from '@lanyard/core/evidence/token-at';
import { livedTooLong } from '@lanyard/core/lifetimes/token-stops';
import { completePolicy, type OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import type { TokenThen } from '../../store/records/evidence/tokens-then.ts';
import type { Reads } from '../../store/store.ts';
import type { AccessOfAccounts } from './access-then.ts';
import type { EvidenceScope } from './require-evidence.ts';
import { isOnlyFor, type Moment, momentOf, type TokenThatCan, tokenActions } from './token-actions.ts';

type TokenReads = Pick<Reads, 'tokensThen' | 'accessHistory'>;

interface AskedMoment {
  readonly scope: EvidenceScope;
  readonly access: AccessOfAccounts;
  readonly before: number;
}

const HOLDERS_AT_ONCE = 200;
const TOKENS_AT_ONCE = 200;

/** What an owner can say of a token, and what follows. */
const HOLDS: { readonly [_ in AuditAction]?: TokenThatCan['hold'] } = {
  'token.blocked-here': 'blocked',
  'token.refused-here': 'refused',
  'token.approved-here': null,
  'token.block-lifted': null,
};
const RULINGS = Object.keys(HOLDS) as readonly AuditAction[];

/**
 * The tokens that could reach the repository just before that time, some at once: as far as grants, rights, status, the
 * policy and what owners had said decide.
 */
export async function* tokensThen(
  reads: TokenReads,
  { scope, access, before }: AskedMoment,
): AsyncGenerator<readonly TokenThatCan[]> {
  if (access.visibility === null) return;
  const moment = momentOf(scope, access, await policyThen(reads, scope, before));
  const holders = holdersThen(scope, access);
  for (let from = 0; from < holders.length; from += HOLDERS_AT_ONCE) {
    const some = holders.slice(from, from + HOLDERS_AT_ONCE);
    for (let afterId = ''; ; ) {
      const asked = { holders: some, fullName: scope.fullName, before, afterId, limit: TOKENS_AT_ONCE };
      const tokens = await reads.tokensThen.page(asked);
      const found = await thoseThatCould(reads, moment, tokens, before);
      if (found.length > 0) yield found;
      if (tokens.length < TOKENS_AT_ONCE) break;
      afterId = tokens.at(-1)?.id ?? afterId;
    }
  }
}

/** Of an account's namespace only its own: the account is not told whether others have tokens, or are there (R25). */
function holdersThen({ namespace, namespaceType }: EvidenceScope, access: AccessOfAccounts): readonly string[] {
  if (namespaceType === 'account') return [namespace];
  const people = access.visibility === 'public' ? access.members : [];
  const names = new Set([namespace, ...access.holders.map(({ name }) => name), ...people]);
  return [...names].filter((name) => !access.disabled.has(name)).sort();
}

async function thoseThatCould(
  { accessHistory }: TokenReads,
  moment: Moment,
  tokens: readonly TokenThen[],
  before: number,
): Promise<readonly TokenThatCan[]> {
  const { namespace } = moment.scope;
  const ids = tokens.map(({ id }) => id);
  const later = Map.groupBy(await accessHistory.since(ids, TOKEN_CHANGES, before), ({ subject }) => subject.id);
  const said = await accessHistory.lastAbout(namespace, ids, RULINGS, before);
  return tokens.flatMap(({ grants, deactivatedAt, expiresAt, description, ...token }) => {
    const now = { grants, isActive: deactivatedAt === null, expiresAt };
    const then = tokenAt(now, later.get(token.id) ?? []);
    const isStopped = moment.policy !== null && livedTooLong(moment.policy, { ...token, ...then }, before - 1);
    const actions = tokenActions(moment, { ...token, ...then }, isStopped);
    if (actions.length === 0) return [];
    const shown = isOnlyFor(namespace, then.grants) ? description : null;
    const ruling = said.get(token.id);
    const hold = (ruling && HOLDS[ruling]) ?? null;
    const { isActive, expiresAt: end } = then;
    return [{ ...token, description: shown, expiresAt: end, actions, isActive, hold, heldBack: null }];
  });
}

/** The first change after that moment says what was before it. */
async function policyThen(
  { accessHistory }: TokenReads,
  { organization }: EvidenceScope,
  before: number,
): Promise<OrganizationPolicy | null> {
  if (!organization) return null;
  const [next] = await accessHistory.since([organization.id], ['organization.policy-changed'], before);
  if (!next) return organization.policy;
  return completePolicy(JSON.parse(String(next.data.before)) as Partial<OrganizationPolicy>);
}
