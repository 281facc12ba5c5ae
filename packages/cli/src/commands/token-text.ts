import { textTable } from '@lanyard/core/text-table';
import { wrongUse } from '../cli-error.ts';
import { printable } from '../foreign-text.ts';
import type { GrantView, TokenStops, TokenView } from '../server/lanyard-api.ts';
import { type Terminal, tabSeparated } from '../terminal.ts';

const ACTIONS = ['pull', 'push', 'delete'];
const EXAMPLE = 'for example acme/app:pull,push or "acme/*:pull"';

/** `PATTERN:ACTION[,ACTION]`, for example `acme/app:pull,push`. The server checks the pattern. */
export function parseGrant(text: string, visibility: 'any' | 'public' = 'any'): GrantView {
  const colon = text.lastIndexOf(':');
  const pattern = text.slice(0, colon);
  const actions = text.slice(colon + 1).split(',');
  if (colon < 1) throw wrongUse(`"${text}" is not PATTERN:ACTION[,ACTION]`, EXAMPLE);
  const unknown = actions.find((action) => !ACTIONS.includes(action));
  if (unknown !== undefined) throw wrongUse(`unknown action "${unknown}" in "${text}"`, hintFor(unknown));
  return { type: 'repository', pattern, actions: [...new Set(actions)], visibility };
}

function hintFor(action: string): string {
  const common = (known: string) => [...known].findIndex((letter, at) => action[at]?.toLowerCase() !== letter);
  const alike = (known: string) => (common(known) === -1 ? known.length : common(known));
  const [likely = ''] = ACTIONS.toSorted((one, other) => alike(other) - alike(one));
  return alike(likely) < 2 ? `the actions are ${ACTIONS.join(', ')}; ${EXAMPLE}` : `did you mean ${likely}?`;
}

export function grantText(grant: GrantView): string {
  if (grant.type === 'catalog') return 'catalog';
  const where = grant.visibility === 'public' ? ' (public only)' : '';
  return `${grant.pattern}:${grant.actions.join(',')}${where}`;
}

/** "will not reach acme from 2027-01-31 on: it lives longer than 30 days". */
export function stopText({ organization, rule, seconds, at, isByAge }: TokenStops[number]): string {
  const days = `${Math.floor(seconds / 86_400)} days`;
  const age = at === null ? `it is older than ${days}` : `it is ${days} old then`;
  const lifetime = isByAge ? age : `it lives longer than ${days}`;
  const cause = rule === 'tokenUnusedSeconds' ? `if it is not used there for ${days}` : lifetime;
  const where = printable(organization);
  if (at !== null) return `will not reach ${where} from ${printable(at.slice(0, 10))} on: ${cause}`;
  return `does not reach ${where}: ${cause.replace(/^if it is/, 'it was')}`;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Reads `30d`, `2027-01-31` (the end of that day, UTC), an RFC 3339 time or `never`. Returns RFC 3339 in UTC, or null. */
export function parseExpiry(text: string, now: number): string | null {
  if (text === 'never') return null;
  const at = timeOf(text, now);
  if (Number.isNaN(at))
    throw wrongUse(`"${text}" is not an expiry`, 'write 30d, 2027-01-31, 2027-01-31T12:00:00Z or never');
  if (at <= now) throw wrongUse(`"${text}" is in the past`);
  return new Date(at).toISOString();
}

/** The milliseconds of a text such as `90d`. */
export function parseDays(text: string): number {
  const [, days] = /^([1-9][0-9]{0,4})d$/.exec(text) ?? [];
  if (days === undefined) throw wrongUse(`"${text}" is not a number of days`, 'for example 90d');
  return Number(days) * DAY_MS;
}

function timeOf(text: string, now: number): number {
  if (/^[0-9]+d$/.test(text)) return now + parseDays(text);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return Date.parse(`${text}T23:59:59Z`);
  return /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
}

const HEADING = ['id', 'description', 'source', 'status', 'created', 'last used', 'expires', 'may'];
/** The columns to leave out on a narrow terminal. `token show` shows all of them. */
const LEFT_OUT = ['created', 'source', 'last used', 'expires'];
const SHORT_ID_LENGTH = 8;

/** A table on a terminal. For programs: whole ids and times, separated by tabs. */
export function tokenList(tokens: readonly TokenView[], terminal: Terminal): string {
  if (!terminal.showsTables) return tabSeparated(tokens.map((token) => row(token, (time) => time, token.id)));
  if (tokens.length === 0) return 'no access tokens\n';
  const day = (time: string) => time.slice(0, 10);
  return textTable(
    HEADING,
    tokens.map((token) => row(token, day, token.id.slice(0, SHORT_ID_LENGTH))),
    { maximumLength: terminal.columns, leftOut: LEFT_OUT },
  );
}

export function tokenFacts(token: TokenView): readonly (readonly [string, string])[] {
  const { id, description, origin, status, createdAt, createdFrom, expiresAt, lastUsed } = token;
  const from = ({ address, client }: { readonly address: string; readonly client: string }) =>
    printable(`from ${address} by ${client || 'an unnamed client'}`);
  return [
    ['id', id],
    ['description', printable(description)],
    ['source', sourceText(origin)],
    ['status', status],
    [
      'may',
      token.grants
        .map(grantText)
        .map((text) => printable(text))
        .join(' '),
    ],
    ['created', `${createdAt} ${from(createdFrom)}`],
    ['last used', lastUsed ? `${lastUsed.at} ${from(lastUsed)}` : 'never'],
    ['expires', expiresAt ?? 'never'],
  ];
}

function row(token: TokenView, time: (text: string) => string, id: string): readonly string[] {
  const { description, origin, status, createdAt, lastUsed, expiresAt, grants } = token;
  const used = lastUsed ? time(lastUsed.at) : 'never';
  const expires = expiresAt === null ? 'never' : time(expiresAt);
  const may = printable(grants.map(grantText).join(' '));
  return [id, printable(description, 40), sourceText(origin), status, time(createdAt), used, expires, may];
}

function sourceText(origin: TokenView['origin']): string {
  return origin === 'auto' ? 'auto-generated' : 'manual';
}
