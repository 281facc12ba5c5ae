import { type AnnouncedRule, earliestStart, usualStart } from '@lanyard/core/lifetimes/announced-rules';
import type { Services } from '../../services.ts';
import type { Page } from '../../store/paged.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Caller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';
import {
  type FoundStop,
  type StoppedPassword,
  type StopReads,
  stoppedPasswords,
  stopsOfValue,
  stopsSoon,
} from '../lifetimes/find-stops.ts';
import { type ListedAccess, listedByIds } from './list-access.ts';

export interface AskedRule extends Page {
  readonly rule: AnnouncedRule;
  /** Null for no limit, which stops nothing. */
  readonly value: number | boolean | null;
  /** Undefined for the usual date of such a change. */
  readonly bindsFrom: number | undefined;
}

/** What a value of a rule would stop. */
export interface RulePreview {
  /** When it would bind, if nobody says anything else. */
  readonly bindsFrom: number;
  /** The first date that it may have: now where it stops nothing soon. */
  readonly earliest: number;
  /** Of tokens, or of people whose password was used here of late. */
  readonly total: number;
  /** Who holds them; the organization itself is one of them. */
  readonly holders: number;
  readonly tokens: readonly ListedAccess[];
  readonly passwords: readonly StoppedPassword[];
}

/**
 * What would stop on the date of a change that nobody made yet, if nothing is used until then. By the same functions as the
 * token endpoint. Errors: `not-found` to strangers, `forbidden` to members.
 */
export async function previewRule(
  services: Services,
  caller: Caller,
  name: string,
  asked: AskedRule,
): Promise<RulePreview> {
  const { records, now } = look(services, caller);
  const { organization } = await requireOwnership({ records, caller }, name);
  await services.usage.flush();
  const { rule, value } = asked;
  const isSoon = await stopsSoon(records, organization, { rule, value }, now);
  const dates = {
    earliest: isSoon ? earliestStart(now) : now,
    bindsFrom: asked.bindsFrom ?? (isSoon ? usualStart(now) : now),
  };
  if (rule === 'passwordAtRegistry') {
    const stopped = value === false ? await stoppedOn(records, organization, dates.bindsFrom, now) : [];
    const passwords = stopped.slice((asked.page - 1) * asked.pageSize, asked.page * asked.pageSize);
    return { ...dates, total: stopped.length, holders: stopped.length, tokens: [], passwords };
  }
  const seconds = typeof value === 'number' ? value : null;
  const found = await foundBy(stopsOfValue(records, organization, { rule, seconds, ...dates }, now), dates.bindsFrom);
  const ids = found.slice((asked.page - 1) * asked.pageSize, asked.page * asked.pageSize).map(({ token }) => token.id);
  const holders = new Set(found.map(({ token }) => token.ownerId)).size;
  const tokens = await listedByIds(records, organization, ids, now);
  return { ...dates, total: found.length, holders, tokens, passwords: [] };
}

async function stoppedOn(records: StopReads, organization: Organization, bindsFrom: number, now: number) {
  if (!organization.policy.passwordAtRegistry) return [];
  const stopped = await stoppedPasswords(records, organization, bindsFrom, now);
  return stopped.filter(({ stopsAt }) => stopsAt <= bindsFrom);
}

/** Those that stop by then, by their holder. Of each only what the order needs is kept. */
async function foundBy(stops: AsyncIterable<FoundStop>, until: number): Promise<readonly Pick<FoundStop, 'token'>[]> {
  const found: Pick<FoundStop, 'token'>[] = [];
  for await (const { token, stop } of stops) if (stop.at <= until) found.push({ token });
  const key = ({ token: { holder, id } }: Pick<FoundStop, 'token'>) => `${holder} ${id}`;
  return found.sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
