import type { AccessToken } from '@lanyard/core/access-token';
import type { AuditAction, AuditData } from '@lanyard/core/audit-event';
import type { AccountCaller } from '../ports/caller.ts';
import type { Services } from '../ports/services.ts';
import type { Records, TokenChanges } from '../ports/store.ts';
import { auditEventOf } from './audit-event-of.ts';
import { ownToken } from './own-token.ts';
import { requireDescription } from './require-description.ts';
import { requireMayManageTokens } from './require-may-manage-tokens.ts';
import { tokenParty } from './token-party.ts';

export interface ChangeTokenInput {
  readonly description?: string | undefined;
  /** False deactivates, true activates. */
  readonly isActive?: boolean | undefined;
}

interface Change {
  readonly action: AuditAction;
  readonly changes: TokenChanges;
  readonly data: AuditData;
}

/** Renames, deactivates or activates; what is so already changes nothing and leaves no event. */
export async function changeToken(
  services: Services,
  caller: AccountCaller,
  id: string,
  input: ChangeTokenInput,
): Promise<AccessToken> {
  requireMayManageTokens(caller);
  return services.store.transaction(async (records) => {
    const token = await ownToken(records.tokens, caller, id);
    const changes = changesOf(token, input, services.clock.now());
    for (const change of changes) await applyChange(services, records, caller, token, change);
    return Object.assign({}, token, ...changes.map((change) => change.changes)) as AccessToken;
  });
}

async function applyChange(
  services: Services,
  records: Records,
  caller: AccountCaller,
  token: AccessToken,
  change: Change,
): Promise<void> {
  await records.tokens.update(token.id, change.changes);
  await records.audit.append(
    auditEventOf(services, caller, {
      action: change.action,
      subject: tokenParty(token),
      namespace: caller.account.name,
      data: change.data,
    }),
  );
}

function changesOf(token: AccessToken, input: ChangeTokenInput, now: number): readonly Change[] {
  return [renaming(token, input.description), switching(token, input.isActive, now)].filter(
    (change) => change !== undefined,
  );
}

function renaming(token: AccessToken, text: string | undefined): Change | undefined {
  if (text === undefined) return undefined;
  const description = requireDescription(text);
  if (description === token.description) return undefined;
  const data = { before: token.description, after: description };
  return { action: 'token.changed', changes: { description }, data };
}

function switching(token: AccessToken, isActive: boolean | undefined, now: number): Change | undefined {
  if (isActive === undefined || isActive === (token.deactivatedAt === null)) return undefined;
  return isActive
    ? { action: 'token.activated', changes: { deactivatedAt: null }, data: {} }
    : { action: 'token.deactivated', changes: { deactivatedAt: now }, data: {} };
}
