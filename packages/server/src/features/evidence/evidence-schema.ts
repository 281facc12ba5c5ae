import { ACTIONS, REPOSITORY_RIGHTS } from '@lanyard/core/repositories/repository';
import { TOKEN_KIND_NAMES, TOKEN_ORIGINS } from '@lanyard/core/tokens/access-token';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import type { RepositoryUse } from '../../store/records/evidence/repository-uses.ts';
import { eventBody } from '../audit/audit-schema.ts';
import type { EvidenceLine } from './export-evidence.ts';
import type { TokenThatCan } from './token-actions.ts';
import type { HolderOfRight } from './who-can.ts';

const right = z.enum(REPOSITORY_RIGHTS);

export const visibilitySchema = z.enum(['public', 'private']).nullable();

export const holderSchema = z.object({
  name: z.string(),
  /** The widest of all sources. */
  right,
  /** Each of them alone gives a right. */
  through: z.array(
    z.object({ type: z.enum(['owner', 'editor', 'team', 'account']), team: z.string().nullable(), right }),
  ),
  /** A disabled account reaches nothing. False in an account's namespace, whose owner is not told. */
  disabled: z.boolean(),
});

export function holderBody({ name, right: widest, through, isDisabled }: HolderOfRight) {
  const sources = through.map((source) => ({ team: null, ...source }));
  return { name, right: widest, through: sources, disabled: isDisabled };
}

/** Times are RFC 3339 in UTC; null where there is none. */
export const tokenSchema = z.object({
  id: z.string(),
  kind: z.enum(TOKEN_KIND_NAMES),
  origin: z.enum(TOKEN_ORIGINS),
  /** Null where the token is also for something else than this namespace. */
  description: z.string().nullable(),
  holder: z.object({ type: z.enum(['account', 'organization']), name: z.string() }),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  /** Null for a token that is there now. */
  deletedAt: z.string().nullable(),
  /** What grants, the right of the holder and the policy give. */
  actions: z.array(z.enum(ACTIONS)),
  status: z.enum(['active', 'inactive']),
  /** What the owners said; null for nothing. The token gets nothing meanwhile. */
  hold: z.enum(['blocked', 'refused', 'waiting']).nullable(),
  /** What the organization asks of its people and does not find; always null for an earlier moment. */
  heldBack: z
    .enum(['terms', 'password', 'second-factor', 'single-sign-on', 'lifetime', 'unused', 'disabled'])
    .nullable(),
});

export function tokenBody({ isActive, holder: name, holderType: type, ...token }: TokenThatCan) {
  const { createdAt, expiresAt, deletedAt } = token;
  return {
    ...token,
    holder: { type, name },
    createdAt: isoTime(createdAt),
    expiresAt: timeOrNull(expiresAt),
    deletedAt: timeOrNull(deletedAt),
    status: isActive ? ('active' as const) : ('inactive' as const),
  };
}

export const useSchema = z.object({
  /**
   * `gate`: a request that passed a gate. `gate-by-day`: the same by day, after 90 days. `registry-token`: what the token
   * endpoint gave, by day, on days of which no gate recorded anything.
   */
  source: z.enum(['gate', 'gate-by-day', 'registry-token']),
  /** Of the last of them; the start of the day for `gate-by-day`. */
  at: z.string(),
  count: z.number(),
  registry: z.string(),
  actions: z.array(z.enum(ACTIONS)),
  /** Tag or digest; null where no gate recorded it. */
  reference: z.string().nullable(),
  digest: z.string().nullable(),
  token: z.object({ id: z.string(), description: z.string().nullable() }).nullable(),
  /** Account or organization; null for somebody without a credential. */
  holder: z.string().nullable(),
  address: z.string().nullable(),
  client: z.string().nullable(),
});

export function useBody({ tokenId, description, actions, ...use }: RepositoryUse) {
  const done = ACTIONS.filter((action) => actions.split(',').includes(action));
  return { ...use, at: isoTime(use.at), actions: done, token: tokenId === null ? null : { id: tokenId, description } };
}

/** One line of JSON. */
export function evidenceLine(line: EvidenceLine): string {
  return `${JSON.stringify(lineBody(line))}\n`;
}

function lineBody(line: EvidenceLine): object {
  switch (line.type) {
    case 'evidence': {
      const { repository, from, to } = line.period;
      const period = { from: isoTime(from), to: isoTime(to) };
      const { type, madeBy, checkpoint } = line;
      return { type, repository, ...period, madeAt: isoTime(line.madeAt), madeBy, checkpoint };
    }
    case 'account':
      return { type: line.type, moment: line.moment, ...holderBody(line.account) };
    case 'token':
      return { type: line.type, moment: line.moment, ...tokenBody(line.token) };
    case 'use':
      return { type: line.type, ...useBody(line.use) };
    case 'decision':
      return { type: line.type, ...eventBody(line.event) };
    default:
      return line;
  }
}

function timeOrNull(milliseconds: number | null): string | null {
  return milliseconds === null ? null : isoTime(milliseconds);
}
