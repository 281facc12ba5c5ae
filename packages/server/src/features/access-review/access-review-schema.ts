import { FINDING_KINDS, FINDINGS } from '@lanyard/core/access-review/findings';
import type { ReachHold } from '@lanyard/core/access-review/ruling';
import { describeClient } from '@lanyard/core/command-lines/client-label';
import { MEMBER_ROLES } from '@lanyard/core/organizations/member-role';
import { ACTIONS } from '@lanyard/core/repositories/repository';
import { TOKEN_KIND_NAMES, TOKEN_ORIGINS, tokenStatus } from '@lanyard/core/tokens/access-token';
import { z } from 'zod';
import { clientSchema, isoTime } from '../../http/api-schema.ts';
import { csvLine } from '../../http/csv-line.ts';
import type { ListedAccess } from './list-access.ts';

const actions = z.array(z.enum(ACTIONS));

/** What the owners of an organization said of a token; the reason and time of a block or refusal, or why it waits. */
export const holdSchema = z.object({
  type: z.enum(['blocked', 'refused', 'waiting']),
  reason: z.string().nullable(),
  at: z.string().nullable(),
  because: z.enum(['block', 'policy']).nullable(),
});

/** Times are RFC 3339 in UTC; null where there is none. */
export const reviewedTokenSchema = z.object({
  id: z.string(),
  kind: z.enum(TOKEN_KIND_NAMES),
  origin: z.enum(TOKEN_ORIGINS),
  /** As its holder wrote it; null where the token is also for something else than this organization (decision 32). */
  description: z.string().nullable(),
  status: z.enum(['active', 'inactive']),
  holder: z.object({
    type: z.enum(['account', 'organization']),
    name: z.string(),
    /** In this organization; null for the organization itself. */
    role: z.enum(MEMBER_ROLES).nullable(),
  }),
  /** The program behind an auto-generated token, as its User-Agent says; null for a manual one. */
  signedInWith: clientSchema.nullable(),
  createdAt: z.string(),
  /** Who made a token of the organization; null for every other. */
  createdBy: z.string().nullable(),
  expiresAt: z.string().nullable(),
  /** What its grants, the rights of its holder and the policy give. While `heldBack` says something, it gets nothing. */
  reach: z.object({
    actions,
    repositories: z.number(),
    parts: z.array(z.object({ actions, count: z.number(), example: z.string() })),
    createsRepositories: z.boolean(),
  }),
  heldBack: z
    .enum(['terms', 'password', 'second-factor', 'single-sign-on', 'lifetime', 'unused', 'disabled'])
    .nullable(),
  /** What the owners said: it is blocked or refused here, or waits for an approval; null for none. It gets nothing meanwhile. */
  hold: holdSchema.nullable(),
  /** What is noticed about it from what happened in this organization alone, why, and what to do. */
  findings: z.array(
    z.object({
      kind: z.enum(FINDING_KINDS),
      label: z.string(),
      why: z.string(),
      action: z.string(),
      /** Of a token that may do more than it does: what would have been enough in this organization. */
      enough: z.array(z.object({ pattern: z.string(), actions })),
    }),
  ),
  /** In this organization; null for never. */
  lastUse: z
    .object({
      at: z.string(),
      repository: z.string(),
      actions: z.string(),
      address: z.string(),
      client: z.string(),
    })
    .nullable(),
});

export type ReviewedTokenBody = z.input<typeof reviewedTokenSchema>;

export function reviewedTokenBody(
  { token, reach, heldBack, hold, findings }: ListedAccess,
  now: number,
): ReviewedTokenBody {
  const { type, name, role } = token.holder;
  const isOwn = type === 'organization';
  return {
    id: token.id,
    kind: token.kind,
    origin: token.origin,
    description: token.isOnlyHere ? token.description : null,
    status: tokenStatus(token, now) === 'inactive' ? 'inactive' : 'active',
    holder: { type, name, role },
    signedInWith: token.origin === 'auto' ? { ...describeClient(token.createdClient) } : null,
    createdAt: isoTime(token.createdAt),
    createdBy: isOwn ? token.createdBy : null,
    expiresAt: token.expiresAt === null ? null : isoTime(token.expiresAt),
    reach: {
      ...reach,
      actions: [...reach.actions],
      parts: reach.parts.map((part) => ({ ...part, actions: [...part.actions] })),
    },
    heldBack: heldBack ?? null,
    hold: hold ? holdBody(hold) : null,
    findings: findings.map(({ kind, why, enough }) => ({
      kind,
      why,
      ...FINDINGS[kind],
      enough: enough.map((grant) => ({ pattern: grant.pattern, actions: [...grant.actions] })),
    })),
    lastUse: token.lastUse && {
      at: isoTime(token.lastUse.at),
      repository: token.lastUse.repository,
      actions: token.lastUse.actions,
      address: token.lastUse.address,
      client: token.lastUse.client,
    },
  };
}

export function holdBody(hold: ReachHold): z.input<typeof holdSchema> {
  if (hold.type === 'waiting') return { type: hold.type, reason: null, at: null, because: hold.because };
  return { type: hold.type, reason: hold.reason, at: isoTime(hold.at), because: null };
}

export type AccessFormatName = (typeof ACCESS_FORMAT_NAMES)[number];
export const ACCESS_FORMAT_NAMES = ['csv', 'jsonl'] as const;

const CSV_COLUMNS = {
  id: ({ id }) => id,
  kind: ({ kind }) => kind,
  origin: ({ origin }) => origin,
  signedInWith: ({ signedInWith }) => signedInWith?.name ?? '',
  description: ({ description }) => description ?? '',
  status: ({ status }) => status,
  holder: ({ holder }) => holder.name,
  role: ({ holder }) => holder.role ?? '',
  createdAt: ({ createdAt }) => createdAt,
  createdBy: ({ createdBy }) => createdBy ?? '',
  expiresAt: ({ expiresAt }) => expiresAt ?? '',
  actions: ({ reach }) => reach.actions.join(' '),
  repositories: ({ reach }) => reach.repositories,
  createsRepositories: ({ reach }) => (reach.createsRepositories ? 'yes' : 'no'),
  heldBack: ({ heldBack }) => heldBack ?? '',
  hold: ({ hold }) => hold?.type ?? '',
  holdReason: ({ hold }) => hold?.reason ?? '',
  findings: ({ findings }) => findings.map(({ kind }) => kind).join(' '),
  lastUsedAt: ({ lastUse }) => lastUse?.at ?? '',
  lastUsedRepository: ({ lastUse }) => lastUse?.repository ?? '',
  lastUsedAddress: ({ lastUse }) => lastUse?.address ?? '',
  lastUsedClient: ({ lastUse }) => lastUse?.client ?? '',
} as const satisfies Readonly<Record<string, (token: ReviewedTokenBody) => string | number>>;

interface AccessFormat {
  readonly contentType: string;
  /** Before the first token. */
  readonly head: string;
  readonly line: (token: ReviewedTokenBody) => string;
}

/** CSV for spreadsheets; JSON lines hold all that the list shows. */
export const ACCESS_FORMATS: Readonly<Record<AccessFormatName, AccessFormat>> = {
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    head: csvLine(Object.keys(CSV_COLUMNS)),
    line: (token) => csvLine(Object.values(CSV_COLUMNS).map((cellOf) => cellOf(token))),
  },
  jsonl: { contentType: 'application/jsonl; charset=utf-8', head: '', line: (token) => `${JSON.stringify(token)}\n` },
};
