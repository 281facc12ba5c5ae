import { DomainError } from '../domain-error.ts';
import type { OrganizationPolicy } from '../organizations/organization-policy.ts';
import type { TokenOrigin } from '../tokens/access-token.ts';
import { type AnnouncedRule, earliestStart, NOTICE_DAYS, type PendingRules } from './announced-rules.ts';

/** The rules that stop a token by its age or its rest. */
export type TokenStopRule = Exclude<AnnouncedRule, 'passwordAtRegistry'>;
export const TOKEN_STOP_RULES = ['maximumTokenLifetimeSeconds', 'tokenUnusedSeconds'] as const;
export type TokenStopRules = Pick<OrganizationPolicy, TokenStopRule>;

/** Until when a rule does not bind something, because an owner said so; milliseconds since the epoch. */
export type ExemptUntil = { readonly [Rule in AnnouncedRule]?: number };

/** A token, as far as one organization asks how old it is and how long it rested. Milliseconds since the epoch. */
export interface TokenHere {
  readonly origin: TokenOrigin;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  /** When it last did something here, was made or widened, was let in again, or its holder became a member. */
  readonly activeAt: number;
  readonly exemptUntil: ExemptUntil;
}

interface InsideFacts {
  readonly lastUsedAt: number | null;
  readonly letInAt: number | null;
  readonly memberSince: number | null;
  readonly exemptUntil: ExemptUntil;
}

interface OwnFacts {
  readonly origin: TokenOrigin;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly widenedAt: number | null;
}

export function tokenHere(
  { origin, createdAt, expiresAt, widenedAt }: OwnFacts,
  { lastUsedAt, letInAt, memberSince, exemptUntil }: InsideFacts,
): TokenHere {
  const activeAt = Math.max(createdAt, widenedAt ?? 0, lastUsedAt ?? 0, letInAt ?? 0, memberSince ?? 0);
  return { origin, createdAt, expiresAt, activeAt, exemptUntil };
}

/** Why a token reaches nothing here, and since when. */
export interface TokenStop {
  readonly rule: TokenStopRule;
  readonly seconds: number;
  readonly at: number;
  /** It stops when it is so old, and another sign-in gets the next one. */
  readonly isByAge: boolean;
}

/** Undefined while no rule stops it. It is asked for every request, by the token endpoint and everything that shows it. */
export function tokenStop(policy: TokenStopRules, token: TokenHere, now: number): TokenStop | undefined {
  // Deny by default: a time that is no number has come.
  return TOKEN_STOP_RULES.map((rule) => stopOf(rule, policy[rule], token, 0)).find((stop) => stop && !(now < stop.at));
}

/** `recurs`: each use of the token moves it on, or each sign-in of a command line. */
export interface StopAhead extends TokenStop {
  readonly recurs: boolean;
}

/**
 * The first stop of each rule, past or to come, under the rules that bind and those that wait for their date; if the
 * token is not used until then.
 */
export function stopsAhead(policy: TokenStopRules, pending: PendingRules, token: TokenHere): readonly StopAhead[] {
  return TOKEN_STOP_RULES.flatMap((rule) => {
    const next = pending[rule];
    const binding = stopOf(rule, policy[rule], token, 0);
    const waiting = next && stopOf(rule, next.value, token, next.bindsFrom);
    const stops = [binding && aheadOf(binding, token), waiting && aheadOf(waiting, token, next.announcedAt)];
    return stops
      .flatMap((stop) => stop ?? [])
      .sort((one, other) => one.at - other.at)
      .slice(0, 1);
  });
}

/** A token that rests since before its rule was announced does not recur: its holder may not know how short a rest is. */
function aheadOf(stop: TokenStop, { activeAt, createdAt }: TokenHere, announcedAt = 0): StopAhead {
  const { rule, seconds, at, isByAge } = stop;
  if (rule !== 'tokenUnusedSeconds' && !isByAge) return { ...stop, recurs: false };
  const from = isByAge ? createdAt : activeAt;
  return { ...stop, recurs: at === from + seconds * 1000 && from >= announcedAt };
}

interface ChangedRule {
  readonly rule: TokenStopRule;
  readonly seconds: number | null;
  readonly bindsFrom: number;
}

/**
 * When another value of the rule, which binds from then on, stops the token; undefined for never, and where the rule stops
 * it already. One that another rule stopped counts, because its holder may let it in again.
 */
export function stopByChange(
  policy: TokenStopRules,
  { rule, seconds, bindsFrom }: ChangedRule,
  token: TokenHere,
  now: number,
): StopAhead | undefined {
  const before = stopOf(rule, policy[rule], token, 0);
  if (before && !(now < before.at)) return undefined;
  const stop = stopOf(rule, seconds, token, bindsFrom);
  return stop && aheadOf(stop, token);
}

/** When a value of the rule that binds from then on stops the token; undefined for never. */
function stopOf(
  rule: TokenStopRule,
  seconds: number | null,
  token: TokenHere,
  bindsFrom: number,
): TokenStop | undefined {
  if (seconds === null) return undefined;
  const reachedAt = rule === 'tokenUnusedSeconds' ? token.activeAt + seconds * 1000 : lifetimeStop(seconds, token);
  if (reachedAt === undefined) return undefined;
  const isByAge = rule === 'maximumTokenLifetimeSeconds' && token.origin === 'auto';
  return { rule, seconds, at: Math.max(bindsFrom, reachedAt, token.exemptUntil[rule] ?? 0), isByAge };
}

/**
 * A token whose lifetime somebody chose is judged by that choice, from its first moment on. Nobody chooses how long an
 * auto-generated token lives, so it works until it is so old (decision 51).
 */
function lifetimeStop(seconds: number, token: LifetimeFacts): number | undefined {
  if (isLifetimeAllowed({ maximumTokenLifetimeSeconds: seconds }, token)) return undefined;
  return token.origin === 'auto' ? token.createdAt + seconds * 1000 : 0;
}

type LifetimeFacts = Pick<TokenHere, 'origin' | 'createdAt' | 'expiresAt'>;

/** Whether the maximum lifetime kept the token out at a moment, as far as its own times say. */
export function livedTooLong(
  { maximumTokenLifetimeSeconds }: Pick<OrganizationPolicy, 'maximumTokenLifetimeSeconds'>,
  token: LifetimeFacts,
  moment: number,
): boolean {
  const policy = { maximumTokenLifetimeSeconds, tokenUnusedSeconds: null };
  return tokenStop(policy, { ...token, activeAt: token.createdAt, exemptUntil: {} }, moment) !== undefined;
}

export function isLifetimeAllowed(
  { maximumTokenLifetimeSeconds }: Pick<OrganizationPolicy, 'maximumTokenLifetimeSeconds'>,
  { createdAt, expiresAt }: Pick<TokenHere, 'createdAt' | 'expiresAt'>,
): boolean {
  if (maximumTokenLifetimeSeconds === null) return true;
  return expiresAt !== null && expiresAt - createdAt <= maximumTokenLifetimeSeconds * 1000;
}

/** A token that the policy would never let in is not made at all. Throws `invalid-input`. */
export function requireLifetimeAllowed(policy: OrganizationPolicy, createdAt: number, expiresAt: number | null): void {
  if (isLifetimeAllowed(policy, { createdAt, expiresAt })) return;
  const reason = `must be within ${policy.maximumTokenLifetimeSeconds} s from now: so the organization's policy says`;
  throw new DomainError('invalid-input', { field: 'expiresAt', reason });
}

/** Whether a rule could stop the token, whatever happened to it here: only then that is looked up. */
export function mayBeStopped(
  policy: TokenStopRules,
  token: OwnFacts,
  memberSince: number | null,
  now: number,
): boolean {
  const inside = { lastUsedAt: null, letInAt: null, memberSince, exemptUntil: {} };
  return tokenStop(policy, tokenHere(token, inside), now) !== undefined;
}

const DAY_MILLISECONDS = 86_400_000;
/** So many days before a stop, people are told; the longest first. */
export const STOP_WARNING_DAYS = [30, 7, 1] as const;

/** What falls asleep again and again is not warned of through half of its time. */
function warningDaysOf({ seconds, recurs }: Pick<StopAhead, 'seconds' | 'recurs'>): readonly number[] {
  return STOP_WARNING_DAYS.filter((days) => !recurs || 2 * days * DAY_MILLISECONDS <= seconds * 1000);
}

/**
 * Whether nobody would be told of the stop 7 days before, if its rule bound from now on: it is too near, or too short for
 * such a warning. A rule that stops anything so is announced, and binds later.
 */
export function isShortNotice(stop: Pick<StopAhead, 'at' | 'seconds' | 'recurs'>, now: number): boolean {
  // Deny by default: a time that is no number is near.
  return !(stop.at >= earliestStart(now)) || !warningDaysOf(stop).some((days) => days >= NOTICE_DAYS.minimum);
}

/** What was told last about one thing that stops: for which time, and how many days before. */
export interface ToldStop {
  readonly at: number;
  readonly days: number;
}

/**
 * The warning that is due, as the number of days: the last that is, after a long pause or a late announcement. Undefined
 * where none is, where it was given, and for what has stopped already.
 */
export function dueStopWarning(
  stop: Pick<StopAhead, 'at' | 'seconds' | 'recurs'>,
  told: ToldStop | undefined,
  now: number,
): number | undefined {
  const { at } = stop;
  if (at <= now) return undefined;
  const due = warningDaysOf(stop).findLast((days) => at - days * DAY_MILLISECONDS <= now);
  const isTold = told !== undefined && told.at === at && due !== undefined && told.days <= due;
  return isTold ? undefined : due;
}
