import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type AnnouncedRule,
  policyAt,
  type RuleState,
  rulesAfter,
  startInTime,
  stillPending,
} from '../../src/lifetimes/announced-rules.ts';
import { endedEarly, exemptUntil } from '../../src/lifetimes/exemption.ts';
import {
  dueStopWarning,
  isShortNotice,
  stopByChange,
  stopsAhead,
  TOKEN_STOP_RULES,
  type TokenHere,
  type TokenStopRule,
  type ToldStop,
  tokenHere,
  tokenStop,
} from '../../src/lifetimes/token-stops.ts';
import { DEFAULT_POLICY, type OrganizationPolicy } from '../../src/organizations/organization-policy.ts';
import type { TokenOrigin } from '../../src/tokens/access-token.ts';
import { type GivenNotice, hadItsNotice } from '../oracles/promised-notice.ts';
import { TEST_RUNS_TIMEOUT, testRuns } from '../test-runs.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TICK = 12 * HOUR;
const LAST = 90 * DAY;
const START = { announcedAt: 0, bindsFrom: 0 };

interface Token {
  readonly origin: TokenOrigin;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  usedAt: number | null;
  bornAt: number;
  /** When somebody was told by an answer: the token was made or activated. */
  answeredAt: number;
  isActive: boolean;
  readonly exemptions: Map<TokenStopRule, number>;
}

const days = fc.constantFrom(null, 7, 8, 13, 14, 20, 30, 45, 60, 90);
const token = fc.nat(5);
const rule = fc.constantFrom<TokenStopRule>(...TOKEN_STOP_RULES);
const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('rule' as const),
      rule,
      days,
      notice: fc.option(fc.integer({ min: 0, max: 40 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('made' as const),
      life: fc.option(fc.integer({ min: 5, max: 100 })),
      origin: fc.constantFrom<TokenOrigin>('manual', 'auto'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('used' as const), token }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('switched' as const), token }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('exempted' as const),
      token,
      rule,
      days: fc.integer({ min: 1, max: 60 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('exemption ended' as const), token, rule }) },
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;
const acts = fc.array(fc.record({ at: fc.nat(LAST / TICK), act }), { minLength: 1, maxLength: 20 });

/** One organization and its server, which looks every twelve hours. */
class World {
  now = 0;
  #rules: RuleState = { policy: DEFAULT_POLICY, pending: {} };
  /** Of the values that bind. */
  readonly #bound = { maximumTokenLifetimeSeconds: START, tokenUnusedSeconds: START };
  readonly #tokens: Token[] = [];
  readonly #told = new Map<string, ToldStop>();
  readonly #given: GivenNotice[] = [];
  readonly #stopped = new Set<string>();
  /** When each token is expected to stop, and since when: a looser rule moves that on, perhaps for less than a week. */
  readonly #expected = new Map<string, { readonly at: number; readonly since: number }>();
  /** Stops that came without their notice. */
  readonly broken: object[] = [];

  constructor() {
    this.#make(null);
    this.#make(10);
    this.#make(80);
    this.#make(90, 'auto');
  }

  #make(life: number | null, origin: TokenOrigin = 'manual'): void {
    const expiresAt = life === null ? null : this.now + life * DAY;
    const times = { createdAt: this.now, bornAt: this.now, answeredAt: this.now };
    this.#tokens.push({ origin, ...times, expiresAt, usedAt: null, isActive: true, exemptions: new Map() });
    this.#answer(this.#tokens.length - 1);
  }

  /** What the server answers to whoever makes or activates a token; it writes the mail with it. */
  #answer(index: number): void {
    const one = this.#tokens[index];
    if (!one) return;
    one.answeredAt = this.now;
    const { policy, pending } = this.#rules;
    const bound = policyAt(policy, pending, this.now);
    for (const stop of stopsAhead(bound, stillPending(pending, this.now), this.#here(one))) {
      if (stop.at > this.now + 30 * DAY) continue;
      this.#given.push({ rule: stop.rule, token: index, stopsAt: stop.at, sentAt: this.now });
      const days = dueStopWarning(stop, undefined, this.now);
      if (days !== undefined) this.#told.set(`${stop.rule} ${index}`, { at: stop.at, days });
    }
  }

  #switch(index: number): void {
    const one = this.#tokens[index];
    if (!one) return;
    one.isActive = !one.isActive;
    if (!one.isActive) return;
    one.bornAt = this.now;
    this.#answer(index);
  }

  #here({ origin, createdAt, expiresAt, usedAt, exemptions }: Token) {
    const until = exemptUntil([...exemptions].map(([one, endsAt]) => ({ rule: one, endsAt })));
    const inside = { lastUsedAt: usedAt, letInAt: null, memberSince: null, exemptUntil: until };
    return tokenHere({ origin, createdAt, expiresAt, widenedAt: null }, inside);
  }

  #reaches(one: Token): boolean {
    const { policy, pending } = this.#rules;
    return tokenStop(policyAt(policy, pending, this.now), this.#here(one), this.now) === undefined;
  }

  do(asked: Act): void {
    if (asked.type === 'rule') this.#change(asked.rule, asked.days, asked.notice);
    else if (asked.type === 'made') this.#make(asked.life, asked.origin);
    else if (asked.type === 'switched') this.#switch(asked.token);
    else this.#doWith(this.#tokens[asked.token], asked);
  }

  #doWith(one: Token | undefined, asked: Exclude<Act, { readonly type: 'rule' | 'made' | 'switched' }>): void {
    if (!one) return;
    if (asked.type === 'used') {
      if (one.isActive && this.#reaches(one)) one.usedAt = this.now;
      return;
    }
    const before = one.exemptions.get(asked.rule) ?? 0;
    if (asked.type === 'exempted') {
      one.exemptions.set(asked.rule, Math.max(before, this.now + asked.days * DAY));
      one.bornAt = this.now;
    } else if (before > this.now)
      one.exemptions.set(asked.rule, endedEarly({ rule: asked.rule, endsAt: before }, this.now));
  }

  #change(name: TokenStopRule, inDays: number | null, notice: number | null): void {
    this.#bind();
    const seconds = inDays === null ? null : inDays * 86_400;
    const stopsSoon = (asked: AnnouncedRule) =>
      asked === name &&
      this.#tokens.some((one) => {
        const stop = stopByChange(
          this.#rules.policy,
          { rule: name, seconds, bindsFrom: this.now },
          this.#here(one),
          this.now,
        );
        return stop !== undefined && isShortNotice(stop, this.now);
      });
    const bindsFrom = notice === null ? undefined : this.now + notice * DAY;
    const changes: Partial<OrganizationPolicy> = { [name]: seconds };
    try {
      const after = rulesAfter(this.#rules, { changes, bindsFrom, stopsSoon }, this.now);
      const before = this.#rules.policy[name];
      const isLooser = before !== null && (seconds === null || seconds > before);
      if (after.policy[name] !== before) {
        // Who knows the stricter value knows that a longer rest may stop.
        const announcedAt = isLooser ? this.#bound[name].announcedAt : this.now;
        this.#bound[name] = { announcedAt, bindsFrom: this.now };
      }
      this.#rules = after;
    } catch {
      // A date that is refused changes nothing.
    }
  }

  #bind(): void {
    const { policy, pending } = this.#rules;
    const bound = policyAt(policy, pending, this.now);
    for (const one of TOKEN_STOP_RULES) {
      if (bound[one] !== policy[one]) this.#bound[one] = pending[one] ?? START;
    }
    this.#rules = { policy: bound, pending: stillPending(pending, this.now) };
  }

  /** What the server does by itself: it moves late dates, tells, and notes that it told. */
  look(): void {
    this.#bind();
    const { policy, pending } = this.#rules;
    const urgent = Object.entries(pending).map(([one, next]) => {
      return [one, next.bindsFrom <= this.now + 30 * DAY ? startInTime(next, this.now) : next] as const;
    });
    const moved = Object.fromEntries(urgent);
    this.#tokens.forEach((one, index) => {
      // Of a token that works nowhere, nobody is told.
      if (!one.isActive) return;
      for (const stop of stopsAhead(policy, moved, this.#here(one))) {
        const key = `${stop.rule} ${index}`;
        const due = dueStopWarning(stop, this.#told.get(key), this.now);
        if (due === undefined) continue;
        this.#told.set(key, { at: stop.at, days: due });
        this.#given.push({ rule: stop.rule, token: index, stopsAt: stop.at, sentAt: this.now });
      }
    });
    const told = Object.entries(moved).map(([one, next]) => {
      const isTime = next.bindsFrom <= this.now + 30 * DAY;
      return [one, isTime ? { ...next, toldAt: next.toldAt ?? this.now } : next] as const;
    });
    this.#rules = { policy, pending: Object.fromEntries(told) };
  }

  /** Notes which tokens stopped since it was asked last, and whether somebody had been told. */
  check(): void {
    for (const [index, one] of this.#tokens.entries()) {
      if (!one.isActive) continue;
      for (const name of TOKEN_STOP_RULES) this.#checkOne(index, one, name);
    }
  }

  #expect(key: string, name: TokenStopRule, here: TokenHere): void {
    const { policy, pending } = this.#rules;
    const at = stopsAhead(policy, pending, here).find(({ rule: one }) => one === name)?.at ?? Number.POSITIVE_INFINITY;
    const before = this.#expected.get(key);
    const isLater = before !== undefined && at > before.at;
    this.#expected.set(key, { at, since: isLater ? this.now : (before?.since ?? 0) });
  }

  #checkOne(index: number, one: Token, name: TokenStopRule): void {
    const { policy, pending } = this.#rules;
    const seconds = policyAt(policy, pending, this.now)[name];
    const here = this.#here(one);
    const none = { maximumTokenLifetimeSeconds: null, tokenUnusedSeconds: null };
    const key = `${name} ${index}`;
    const wasStopped = this.#stopped.has(key);
    this.#expect(key, name, here);
    if (tokenStop({ ...none, [name]: seconds }, here, this.now) === undefined) this.#stopped.delete(key);
    else this.#stopped.add(key);
    if (wasStopped || !this.#stopped.has(key)) return;
    const { announcedAt, bindsFrom } = seconds === policy[name] ? this.#bound[name] : (pending[name] ?? START);
    const length = (seconds ?? 0) * 1000;
    const from = name === 'tokenUnusedSeconds' ? here.activeAt : here.createdAt;
    const rest = name === 'tokenUnusedSeconds' || one.origin === 'auto' ? from + length : 0;
    const at = Math.max(rest, bindsFrom, one.exemptions.get(name) ?? 0);
    const isRestUnderKnownRule = length < 14 * DAY && at === rest && from >= announcedAt;
    const bornAt = Math.max(one.bornAt, this.#expected.get(key)?.since ?? 0);
    const isAnswered = bornAt === one.answeredAt;
    const stop = { rule: name, token: index, at, bornAt, isAnswered, isRestUnderKnownRule };
    if (!hadItsNotice(stop, this.#given, TICK)) this.broken.push(stop);
  }
}

it(
  'R59: a change of rules, exemptions and tokens in any order never stops a token without the notice that was promised',
  () => {
    const property = fc.property(acts, (all) => {
      const world = new World();
      const atTick = Map.groupBy(all, ({ at }) => at);
      for (let tick = 0; tick <= LAST / TICK; tick += 1) {
        world.now = tick * TICK;
        world.check();
        for (const one of atTick.get(tick) ?? []) world.do(one.act);
        world.check();
        world.look();
      }
      expect(world.broken).toEqual([]);
    });
    fc.assert(property, { numRuns: testRuns(30) });
  },
  TEST_RUNS_TIMEOUT,
);
