import type { ChainedAuditEvent } from '@lanyard/core/audit/audit-chain';
import type { Services } from '../../services.ts';
import type { RepositoryUse, UsePlace, UseSource } from '../../store/records/evidence/repository-uses.ts';
import type { AccountCaller } from '../access/caller.ts';
import { type Look, look } from '../access/change.ts';
import { otherRequests } from '../access-review/in-turns.ts';
import { newestCheckpoint } from '../audit/checkpoints.ts';
import type { AccessOfAccounts } from './access-then.ts';
import { type EvidenceScope, requireEvidence } from './require-evidence.ts';
import type { TokenThatCan } from './token-actions.ts';
import { tokensOf } from './tokens-that-can.ts';
import { decisionsAsked } from './who-approved.ts';
import { accessOf, type HolderOfRight, holdersOf } from './who-can.ts';
import type { AskedPeriod } from './who-did.ts';

/** One line of an export. `moment` says whether it is about now or about the end of the period. */
export type EvidenceLine =
  | {
      readonly type: 'evidence';
      readonly period: AskedPeriod;
      readonly madeAt: number;
      readonly madeBy: string;
      /** Of the audit log when the export was made: with it, the events can be verified. */
      readonly checkpoint: string;
    }
  | { readonly type: 'repository'; readonly moment: AskedMoment; readonly visibility: AccessOfAccounts['visibility'] }
  | { readonly type: 'account'; readonly moment: AskedMoment; readonly account: HolderOfRight }
  | { readonly type: 'token'; readonly moment: AskedMoment; readonly token: TokenThatCan }
  | { readonly type: 'use'; readonly use: RepositoryUse }
  | { readonly type: 'decision'; readonly event: ChainedAuditEvent }
  /** The last line: an export without it was cut off. */
  | { readonly type: 'end'; readonly lines: number };

export type AskedMoment = 'now' | 'end';

interface EvidenceExport {
  readonly scope: EvidenceScope;
  readonly chunks: AsyncIterable<readonly EvidenceLine[]>;
}

const CHUNK = 500;
const USE_SOURCES: readonly UseSource[] = ['gate', 'gate-by-day', 'registry-token'];

/** All that the lists show, with nothing in memory but a part of it. Errors: those of `requireEvidence`. */
export async function exportEvidence(
  services: Services,
  caller: AccountCaller,
  period: AskedPeriod,
): Promise<EvidenceExport> {
  const asked = look(services, caller);
  const scope = await requireEvidence(asked, period.repository);
  return { scope, chunks: counted(linesOf(asked, scope, period)) };
}

async function* counted(chunks: AsyncIterable<readonly EvidenceLine[]>): AsyncGenerator<readonly EvidenceLine[]> {
  let lines = 1;
  for await (const chunk of chunks) {
    lines += chunk.length;
    yield chunk;
    // What is in memory already would otherwise be written as text without a pause.
    await otherRequests();
  }
  yield [{ type: 'end', lines }];
}

async function* linesOf(
  asked: Look<AccountCaller>,
  scope: EvidenceScope,
  period: AskedPeriod,
): AsyncGenerator<readonly EvidenceLine[]> {
  const { services, caller, now: madeAt } = asked;
  const checkpoint = await newestCheckpoint(services);
  yield [{ type: 'evidence', period, madeAt, madeBy: caller.account.name, checkpoint }];
  yield* linesOfMoment(asked, scope, 'now', undefined);
  yield* linesOfMoment(asked, scope, 'end', period.to);
  yield* linesOfUses(asked, scope, period);
  yield* linesOfDecisions(asked, scope, period);
}

async function* linesOfMoment(
  asked: Look<AccountCaller>,
  scope: EvidenceScope,
  moment: AskedMoment,
  before: number | undefined,
): AsyncGenerator<readonly EvidenceLine[]> {
  const access = await accessOf(asked.records, scope, before);
  yield [{ type: 'repository', moment, visibility: access.visibility }];
  for (let from = 0; from < access.holders.length; from += CHUNK) {
    yield holdersOf(access, from, CHUNK).map((account) => ({ type: 'account', moment, account }));
  }
  for await (const tokens of tokensOf(asked, scope, before)) {
    yield tokens.map((token) => ({ type: 'token', moment, token }));
  }
}

/** Newest first, one source after the other. */
async function* linesOfUses(
  { records }: Look<AccountCaller>,
  { fullName, namespace }: EvidenceScope,
  { from, to }: AskedPeriod,
): AsyncGenerator<readonly EvidenceLine[]> {
  const criteria = { repository: fullName, namespace, from, to };
  for (const source of USE_SOURCES) {
    let reached: UsePlace | undefined;
    do {
      const { uses, next } = await records.repositoryUses.part(criteria, { source, reached, limit: CHUNK });
      if (uses.length > 0) yield uses.map((use) => ({ type: 'use', use }));
      reached = next;
    } while (reached);
  }
}

/** In the order of the log. */
async function* linesOfDecisions(
  { records }: Look<AccountCaller>,
  scope: EvidenceScope,
  period: AskedPeriod,
): AsyncGenerator<readonly EvidenceLine[]> {
  const criteria = await decisionsAsked(records, scope, period);
  for (let reached = 0; ; ) {
    const events = await records.accessHistory.decisionsAfter(criteria, reached, CHUNK);
    if (events.length > 0) yield events.map((event) => ({ type: 'decision', event }));
    if (events.length < CHUNK) return;
    reached = events.at(-1)?.sequence ?? reached;
  }
}
