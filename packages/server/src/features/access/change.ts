import type { AuditAction, AuditData, AuditParty, FactsOf } from '@lanyard/core/audit/audit-event';
import type { Services } from '../../services.ts';
import type { Reads, Records } from '../../store/store.ts';
import type { Caller, ScimCaller, Source } from './caller.ts';

/** Anyone who a use case works for. A plain source is a request that has not proven an account yet. */
export type Asker = Caller | ScimCaller | Source;

/** What a use case that only reads works with: what is committed, the time, and who asks. */
export interface Look<By extends Asker = Caller> {
  readonly services: Services;
  readonly records: Reads;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly caller: By;
}

/** What a use case works with while it changes something: one transaction, from its first read to its last event. */
export interface Change<By extends Asker = Caller> extends Look<By> {
  readonly records: Records;
  newId(): string;
  /**
   * Appends the event at once, in this transaction. It also takes the lock of the log, which one transaction holds at a
   * time: a check that must not race with another change is made after it.
   */
  audit: Audit;
}

/** An action that declares facts asks for them. */
type Audit = <Action extends AuditAction>(
  action: Action,
  subject: AuditSubject,
  ...facts: Record<never, never> extends FactsOf<Action> ? [facts?: FactsOf<Action>] : [facts: FactsOf<Action>]
) => Promise<void>;

/** What an event is about, and the account or organization in whose log it is read; null for the whole server's. */
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

/** An account, in its own log. */
export function accountSubject(account: Named): AuditSubject {
  return subjectOf('account', account, account.name);
}

export function look<By extends Asker>(services: Services, caller: By): Look<By> {
  return { services, records: services.store.read, now: services.clock.now(), caller };
}

/** Runs the work in one transaction. It may run again where another process was in its way. */
export function transact<By extends Asker, Result>(
  services: Services,
  caller: By,
  work: (change: Change<By>) => Promise<Result>,
): Promise<Result> {
  const by = 'type' in caller && caller.type === 'scim' ? 'scim' : undefined;
  return services.store.transaction((records) => {
    return work(recordedAs({ services, records, now: services.clock.now(), caller }, actorOf(caller), by));
  });
}

/** The same change, done in another's name: an account that was just proven, an organization whose provider spoke. */
export function inNameOf<By extends Asker>(change: Change<By>, actor: AuditParty, by?: string): Change<By> {
  return recordedAs(change, actor, by);
}

/** Events say who acts, and `by` what means, where it is not the account itself. */
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
  return { services, records, now, caller, newId, audit: audit as Audit };
}

function actorOf(caller: Asker): AuditParty | undefined {
  if (!('type' in caller)) return undefined;
  if (caller.type === 'operator') return { type: 'operator', id: 'operator', name: 'operator' };
  if (caller.type === 'scim') return partyOf('organization', caller.organization);
  return partyOf('account', caller.account);
}
