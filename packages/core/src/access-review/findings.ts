import type { Action } from '../repositories/repository.ts';

const DAY = 86_400_000;

export const UNUSED_DAYS = 90;
/** A new token has so much time until it counts as never used. */
export const NEVER_USED_DAYS = 14;
export const EXPIRES_SOON_DAYS = 14;
/** What a token did in so many days is what it needs. */
export const NEEDED_DAYS = 90;
/** A network or program is new for so long, where the token was used before from others. */
export const NEW_SOURCE_DAYS = 14;
/** People who use one address; below it, it may be an office. */
export const SHARED_BY = 5;

/** Everything that can be noticed about a token, from what happened in one organization alone, and what to do then. */
export const FINDINGS = {
  'never-used': { label: 'Never used here', action: 'Block it here, or ask its holder what it is for' },
  unused: { label: 'Unused', action: 'Block it here' },
  'no-expiry': { label: 'Never expires', action: 'Ask its holder for one that expires' },
  'expires-soon': { label: 'Expires soon', action: 'Ask its holder to replace it in time' },
  'wider-than-used': { label: 'May do more than it does', action: 'Ask its holder for narrower permissions' },
  'new-source': { label: 'New network or program', action: 'Ask its holder; block it here if they do not know it' },
  'shared-address': { label: 'Address of many people', action: 'Find out whether the token is passed around' },
  'no-second-factor': { label: 'Holder without a second factor', action: 'Require a second factor in the policy' },
  'holder-disabled': { label: 'Holder disabled', action: 'Block it here: it works again if the account is enabled' },
  'maker-left': { label: 'Its maker left', action: 'Replace it and delete this one: they may know its secret' },
  'not-approved': { label: 'From before approvals', action: 'Approve it, or block it here' },
  'against-policy': { label: 'Against the policy', action: 'Tell its holder that it does not work here' },
} as const;

export type FindingKind = keyof typeof FINDINGS;
export const FINDING_KINDS = Object.keys(FINDINGS) as readonly FindingKind[];

export interface Finding {
  readonly kind: FindingKind;
  /** A sentence with what was seen. */
  readonly why: string;
}

/** What one token did with one repository, in one kind of use. */
export interface UseOfActions {
  readonly repository: string;
  readonly actions: readonly Action[];
}

/** A network or a program, and since when the token is used from it or by it. */
export interface SourceSeen {
  readonly name: string;
  readonly firstAt: number;
}

/** Times are milliseconds since the epoch. */
export interface FindingFacts {
  readonly isOfOrganization: boolean;
  readonly createdAt: number;
  /** When it last got more permissions; null for never. */
  readonly widenedAt: number | null;
  readonly expiresAt: number | null;
  /** Here; null for never. */
  readonly lastUse: { readonly firstAt: number; readonly at: number } | null;
  /** What it may do here. */
  readonly reach: readonly Action[];
  readonly isLifetimeAllowed: boolean;
  /** The policy asks for an approval of new tokens; this one is older, and nobody approved it. */
  readonly isFromBeforeApproval: boolean;
  readonly hasSecondFactor: boolean;
  readonly isHolderDisabled: boolean;
  /** Of a token of the organization: its creator is no longer a member. */
  readonly isMakerGone: boolean;
  /** Of the last 90 days; undefined where there is too much to look through. */
  readonly uses: readonly UseOfActions[] | undefined;
  /** Whether narrower permissions here would have been enough for these uses, by `narrowerGrantsIn`. */
  readonly isNarrowerEnough: boolean;
  readonly sources: readonly SourceSeen[];
  /** Who used the address of the last use here. */
  readonly peopleAtAddress: number;
}

/** In the order of the table. */
export function findingsOf(facts: FindingFacts, now: number): readonly Finding[] {
  return FINDING_KINDS.flatMap((kind) => {
    const why = WHY[kind](facts, now);
    return why === undefined ? [] : [{ kind, why }];
  });
}

type Why = (facts: FindingFacts, now: number) => string | undefined;

/** Undefined where there is nothing to notice. */
const WHY: Readonly<Record<FindingKind, Why>> = {
  'never-used': ({ lastUse, createdAt }, now) => {
    const days = daysBetween(createdAt, now);
    if (lastUse !== null || days < NEVER_USED_DAYS) return undefined;
    return `It was created ${days} days ago and never used in this organization.`;
  },
  unused: ({ lastUse }, now) => {
    const days = lastUse === null ? 0 : daysBetween(lastUse.at, now);
    return days < UNUSED_DAYS ? undefined : `It was last used in this organization ${days} days ago.`;
  },
  'no-expiry': ({ expiresAt }) => (expiresAt === null ? 'It works until somebody ends it.' : undefined),
  'expires-soon': ({ expiresAt }, now) => {
    if (expiresAt === null || expiresAt <= now || expiresAt - now > EXPIRES_SOON_DAYS * DAY) return undefined;
    return `It expires within ${Math.ceil((expiresAt - now) / DAY)} days.`;
  },
  'wider-than-used': (facts, now) => {
    const { uses, createdAt, widenedAt, reach, isNarrowerEnough } = facts;
    // It had too little time to show what it needs.
    if (!uses || uses.length === 0 || daysBetween(widenedAt ?? createdAt, now) < NEEDED_DAYS) return undefined;
    const used = new Set(uses.flatMap(({ actions }) => actions));
    const unneeded = reach.filter((action) => !used.has(action));
    if (unneeded.length > 0) return `It may ${listed(unneeded)} here, and did not in the last ${NEEDED_DAYS} days.`;
    if (!isNarrowerEnough) return undefined;
    const count = new Set(uses.map(({ repository }) => repository)).size;
    const repositories = count === 1 ? 'one repository' : `${count} repositories`;
    return `It used ${repositories} here in the last ${NEEDED_DAYS} days, and its permissions allow more than that.`;
  },
  'new-source': ({ lastUse, sources }, now) => {
    if (lastUse === null) return undefined;
    const fresh = sources.filter(({ firstAt }) => firstAt > now - NEW_SOURCE_DAYS * DAY);
    const isKnown = sources.some(({ firstAt }) => firstAt <= now - NEW_SOURCE_DAYS * DAY);
    const [first] = fresh;
    if (!first || !isKnown) return undefined;
    const others = fresh.length > 1 ? ` and ${fresh.length - 1} more` : '';
    return `It is used from ${first.name}${others} since less than ${NEW_SOURCE_DAYS} days, and was used from others before.`;
  },
  'shared-address': ({ lastUse, peopleAtAddress }) => {
    if (lastUse === null || peopleAtAddress < SHARED_BY) return undefined;
    return `${peopleAtAddress} people use this organization from the address of its last use.`;
  },
  'no-second-factor': ({ isOfOrganization, hasSecondFactor }) =>
    isOfOrganization || hasSecondFactor
      ? undefined
      : 'A password is enough to create and change tokens of this account.',
  'holder-disabled': ({ isHolderDisabled }) =>
    isHolderDisabled ? 'The account is disabled, so the token does not work now.' : undefined,
  'maker-left': ({ isOfOrganization, isMakerGone }) =>
    isOfOrganization && isMakerGone ? 'Its creator is no longer a member of the organization.' : undefined,
  'not-approved': ({ isFromBeforeApproval }) =>
    isFromBeforeApproval ? 'It was created before owners had to approve new tokens, so nobody approved it.' : undefined,
  'against-policy': ({ isLifetimeAllowed }) =>
    isLifetimeAllowed ? undefined : 'It lives longer than the policy allows, so it reaches nothing here.',
};

function daysBetween(from: number, to: number): number {
  return Math.floor((to - from) / DAY);
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
