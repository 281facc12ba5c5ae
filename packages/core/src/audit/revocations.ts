import { AUDIT_ACTION_NAMES, type AuditAction, type AuditEvent } from './audit-event.ts';

/** What can be taken away, by what the event of it is about. */
export type RevokedThing =
  | 'token'
  | 'account'
  | 'password'
  | 'access'
  | 'session'
  | 'command-line'
  | 'factor'
  | 'reach'
  | 'scim-token';

interface Revoking {
  readonly thing: RevokedThing;
  /** Whether it is given back: then what was taken away before no longer counts. */
  readonly givesBack?: boolean;
}

/** The actions after which a credential is refused that an older copy of the database still accepts. */
const REVOKING: { readonly [Action in AuditAction]?: Revoking } = {
  'token.deleted': { thing: 'token' },
  'token.evicted': { thing: 'token' },
  'token.deactivated': { thing: 'token' },
  'token.activated': { thing: 'token', givesBack: true },
  'account.disabled': { thing: 'account' },
  'account.enabled': { thing: 'account', givesBack: true },
  'account.password-changed': { thing: 'password' },
  'account.password-reset': { thing: 'password' },
  'account.signed-out-everywhere': { thing: 'access' },
  'identity.ended': { thing: 'access' },
  'identity.suspended': { thing: 'access' },
  'session.ended': { thing: 'session' },
  'sign-in.ended': { thing: 'command-line' },
  'sign-in.reused': { thing: 'command-line' },
  'factor.removed': { thing: 'factor' },
  'token.blocked-here': { thing: 'reach' },
  'token.block-lifted': { thing: 'reach', givesBack: true },
  // A new one replaces the one before.
  'scim-token.created': { thing: 'scim-token' },
  'scim-token.deleted': { thing: 'scim-token' },
};

/** One event that took a credential away, or gave it back. */
export interface Revocation {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly action: AuditAction;
  /** Of what it is about; for the reach of a token into an organization, both: see `reachOf`. */
  readonly subjectId: string;
}

/** What an event took away or gave back; undefined for every other event. */
export function revocationOf({
  at,
  action,
  subject,
  namespace,
}: Pick<AuditEvent, 'at' | 'action' | 'subject' | 'namespace'>): Revocation | undefined {
  const thing = REVOKING[action]?.thing;
  if (thing === undefined) return undefined;
  return { at, action, subjectId: thing === 'reach' ? `${subject.id}@${namespace}` : subject.id };
}

/** The token and the name of the organization, which has no @. */
export function reachOf({ subjectId }: Pick<Revocation, 'subjectId'>) {
  const [tokenId = '', organization = ''] = subjectId.split('@');
  return { tokenId, organization };
}

export function isRevocation(action: AuditAction): boolean {
  return REVOKING[action] !== undefined;
}

export function revokedThing({ action }: Pick<Revocation, 'action'>): RevokedThing | undefined {
  return REVOKING[action]?.thing;
}

/** The actions of which a later one says more about the same thing. */
export function actionsAbout(thing: RevokedThing): readonly AuditAction[] {
  return AUDIT_ACTION_NAMES.filter((action) => REVOKING[action]?.thing === thing);
}

/** The last word about each thing. */
export function latestRevocations(all: Iterable<Revocation>): readonly Revocation[] {
  const latest = new Map<string, Revocation>();
  for (const one of all) {
    const key = `${revokedThing(one)} ${one.subjectId}`;
    if (one.at >= (latest.get(key)?.at ?? 0)) latest.set(key, one);
  }
  return [...latest.values()];
}

export function takesAway({ action }: Revocation): boolean {
  const revoking = REVOKING[action];
  return revoking !== undefined && revoking.givesBack !== true;
}

/** Such a session is over by itself. */
const SESSION_MILLISECONDS = 86_400_000;
/** No older copy of the database is restored. */
const OLDEST_COPY_MILLISECONDS = 400 * 86_400_000;

/** Whether no copy of the database that somebody may restore can need it any more. */
export function isRevocationOver(revocation: Revocation, now: number): boolean {
  const age = now - revocation.at;
  return age > (revokedThing(revocation) === 'session' ? SESSION_MILLISECONDS : OLDEST_COPY_MILLISECONDS);
}

/** A line of the file that keeps them: `TIME ACTION ID CODE`. It holds nothing secret. */
export function revocationLine(mac: (text: string) => string, { at, action, subjectId }: Revocation): string {
  const text = `${new Date(at).toISOString()} ${action} ${subjectId}`;
  return `${text} ${mac(text)}`;
}

/** Undefined for a line that was cut short, or that no holder of the key wrote: nobody revokes by editing the file. */
export function parseRevocation(mac: (text: string) => string, line: string): Revocation | undefined {
  const [, text = '', time = '', name = '', subjectId = '', code] = LINE.exec(line) ?? [];
  const action = AUDIT_ACTION_NAMES.find((known) => known === name && isRevocation(known));
  if (action === undefined || code !== mac(text)) return undefined;
  return { at: Date.parse(time), action, subjectId };
}

const LINE = /^((\d{4}-\d\d-\d\dT[\d:.]+Z) ([a-z.-]+) (\S{1,320})) ([0-9a-f]{64})$/;
