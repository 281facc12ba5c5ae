import type { AuditAction, AuditData, AuditParty, FactsOf } from '@lanyard/core/audit/audit-event';
import { isEnding } from '@lanyard/core/audit/is-ending';
import { type Revocation, revocationOf } from '@lanyard/core/audit/revocations';
import type { FactsOfNotice, NoticeKind } from '@lanyard/core/notices/notice';
import type { Services } from '../../services.ts';
import type { Notice } from '../../store/records/notices/notices.ts';
import type { Reads, Records } from '../../store/store.ts';
import type { Caller, OrganizationCaller, ScimCaller, Source } from './caller.ts';
import { requireRoomForChanges } from './limit-changes.ts';
import { tellWebhooks } from './tell-webhooks.ts';

/** Anyone for whom a use case works. A plain source is a request that has not authenticated yet. */
export type Asker = OrganizationCaller | ScimCaller | Source;

/** What a use case that only reads works with: the committed records, the time, and the caller. */
export interface Look<By extends Asker = Caller> {
  readonly services: Services;
  readonly records: Reads;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly caller: By;
}

/**
 * What a use case works with while it changes something. It is one transaction, from the first read to the last event.
 */
export interface Change<By extends Asker = Caller> extends Look<By> {
  readonly records: Records;
  newId(): string;
  /**
   * Records the event in this transaction, with its last statement. It takes no lock. If a check must not race with
   * another change, lock the subject of the check first.
   */
  audit: Audit;
  /** Records in this transaction the notices to send by mail. Does nothing if the server sends no mail. */
  notify: Notify;
}

/** Requires facts if the action declares them. */
type Audit = <Action extends AuditAction>(
  action: Action,
  subject: AuditSubject,
  ...facts: Record<never, never> extends FactsOf<Action> ? [facts?: FactsOf<Action>] : [facts: FactsOf<Action>]
) => Promise<void>;

type Notify = <Kind extends NoticeKind>(kind: Kind, to: NoticeReaders, facts: FactsOfNotice<Kind>) => Promise<void>;

/** Accounts by their ids, or an address that may have no account. */
export type NoticeReaders = { readonly accounts: readonly string[] } | { readonly address: string };

/**
 * The subject of an event, and the account or organization whose log shows it. Null means the log of the whole server.
 */
export interface AuditSubject extends AuditParty {
  readonly namespace: string | null;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

export function partyOf(type: AuditParty['type'], { id, name }: Named): AuditParty {
  return { type, id, name };
}

export function subjectOf(type: AuditParty['type'], { id, name }: Named, namespace: string | null): AuditSubject {
  return { type, id, name, namespace };
}

/** An account as a subject, in its own log. */
export function accountSubject(account: Named): AuditSubject {
  return subjectOf('account', account, account.name);
}

export function look<By extends Asker>(services: Services, caller: By): Look<By> {
  return { services, records: services.store.read, now: services.clock.now(), caller };
}

/**
 * Runs the work in one transaction. If another process interfered, the work runs again. Before the caller gets an
 * answer, revocations are also written outside the database.
 */
export async function transact<By extends Asker, Result>(
  services: Services,
  caller: By,
  work: (change: Change<By>) => Promise<Result>,
): Promise<Result> {
  const by = 'type' in caller && caller.type === 'scim' ? 'scim' : undefined;
  let revoked: Revocation[] = [];
  let isNotified = false;
  let changes = 0;
  const result = await services.store.transaction(async (plain) => {
    revoked = [];
    isNotified = false;
    changes = 0;
    const noteNotice = () => {
      isNotified = true;
    };
    const noteChange = () => {
      changes += 1;
    };
    const records = noting(services, plain, { revoked, noteNotice, noteChange });
    // Locks the organization as the guard for owners does, because its changes run one after the other (R50).
    if ('type' in caller && caller.type === 'scim') await records.organizations.lock(caller.organization.id);
    const done = await work(recordedAs({ services, records, now: services.clock.now(), caller }, actorOf(caller), by));
    // Last, because everything that the same account changes waits for this row until the commit.
    await requireRoomForChanges(services, plain, caller, changes);
    return done;
  });
  if (isNotified) services.outbox.wake();
  if (revoked.length > 0) await services.revocations.record(revoked);
  return result;
}

interface Noted {
  readonly revoked: Revocation[];
  noteNotice(): void;
  noteChange(): void;
}

/**
 * The same records, but they notice when revoking events or notices are added. Events of an organization are also given
 * to its webhooks.
 */
function noting(
  { webhookSender, random }: Services,
  records: Records,
  { revoked, noteNotice, noteChange }: Noted,
): Records {
  const append: Records['audit']['append'] = async (event) => {
    await records.audit.append(event);
    if (!isEnding(event)) noteChange();
    const revocation = revocationOf(event);
    if (revocation) revoked.push(revocation);
    if (webhookSender.isOn && (await tellWebhooks(records, event, random.uuid))) noteNotice();
  };
  const insert: Records['notices']['insert'] = async (notices) => {
    await records.notices.insert(notices);
    if (notices.length > 0) noteNotice();
  };
  // A copy would create the records of every subject. This object creates only those that are used.
  return Object.create(records, {
    audit: { value: { ...records.audit, append } },
    notices: { value: { ...records.notices, insert } },
  });
}

/**
 * The same change in the name of another actor: an account that just authenticated, or an organization whose provider
 * sent a statement.
 */
export function inNameOf<By extends Asker>(change: Change<By>, actor: AuditParty, by?: string): Change<By> {
  return recordedAs(change, actor, by);
}

/** An event says who acted, and in `by` with what, if the account did not act directly. */
function recordedAs<By extends Asker>(
  { services, records, now, caller }: Pick<Change<By>, 'services' | 'records' | 'now' | 'caller'>,
  actor: AuditParty | undefined,
  by: string | undefined,
): Change<By> {
  const newId = () => services.random.uuid();
  const audit = async (action: AuditAction, { namespace, ...subject }: AuditSubject, facts: AuditData = {}) => {
    if (!actor) throw new Error(`nobody is proven yet: say in whose name ${action} happens`);
    const { address, client } = caller;
    const data = by === undefined ? facts : { ...facts, by };
    await records.audit.append({ id: newId(), at: now, action, actor, subject, namespace, address, client, data });
  };
  const notify: Notify = async (kind, to, facts) => {
    if (services.mailer) await records.notices.insert(noticesFor(to, { kind, facts, createdAt: now }, newId));
  };
  return { services, records, now, caller, newId, audit: audit as Audit, notify };
}

/** Makes one notice for each reader, without duplicates. */
function noticesFor(
  to: NoticeReaders,
  notice: Pick<Notice, 'kind' | 'facts' | 'createdAt'>,
  newId: () => string,
): readonly Notice[] {
  const recipientType = 'accounts' in to ? 'account' : 'address';
  const recipients = 'accounts' in to ? new Set(to.accounts) : [to.address];
  const isNew = { recipientType, dueAt: notice.createdAt, attempts: 0, isPrepared: false } as const;
  return [...recipients].map((recipient) => ({ ...notice, ...isNew, id: newId(), recipient }));
}

function actorOf(caller: Asker): AuditParty | undefined {
  if (!('type' in caller)) return undefined;
  if (caller.type === 'operator') return { type: 'operator', id: 'operator', name: 'operator' };
  if (caller.type === 'scim') return partyOf('organization', caller.organization);
  if (caller.type === 'organization-token')
    return partyOf('token', { id: caller.token.id, name: caller.token.description });
  return partyOf('account', caller.account);
}
