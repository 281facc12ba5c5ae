import { AUDIT_ACTION_NAMES, type AuditAction, type AuditEvent } from './audit-event.ts';

/** What can be revoked. The subject of the event identifies it. */
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
  /** Whether this action gives access back. Then an earlier revocation no longer counts. */
  readonly givesBack?: boolean;
}

/** The actions that revoke a credential. An older copy of the database would still accept that credential. */
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
  // A new token replaces the previous one.
  'scim-token.created': { thing: 'scim-token' },
  'scim-token.deleted': { thing: 'scim-token' },
};

/** One event that revoked a credential, or gave it back. */
export interface Revocation {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly action: AuditAction;
  /** The id of the event's subject. For the reach of a token in an organization, it has both ids: see `reachOf`. */
  readonly subjectId: string;
}

/** What an event revoked or gave back. Undefined for every other event. */
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

/** Splits the id into the token's id and the name of the organization, which contains no @. */
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

/** All actions that revoke or give back this thing. The latest one counts. */
export function actionsAbout(thing: RevokedThing): readonly AuditAction[] {
  return AUDIT_ACTION_NAMES.filter((action) => REVOKING[action]?.thing === thing);
}

/** The latest event about each thing. */
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

/** After this time, such a session has ended anyway. */
const SESSION_MILLISECONDS = 86_400_000;
/** Nobody restores a copy of the database that is older than this. */
const OLDEST_COPY_MILLISECONDS = 400 * 86_400_000;

/** Whether this revocation is no longer needed, even if somebody restores a copy of the database. */
export function isRevocationOver(revocation: Revocation, now: number): boolean {
  const age = now - revocation.at;
  return age > (revokedThing(revocation) === 'session' ? SESSION_MILLISECONDS : OLDEST_COPY_MILLISECONDS);
}

/** One line of the revocations file: `TIME ACTION ID CODE`. It contains nothing secret. */
export function revocationLine(mac: (text: string) => string, { at, action, subjectId }: Revocation): string {
  const text = `${new Date(at).toISOString()} ${action} ${subjectId}`;
  return `${text} ${mac(text)}`;
}

/**
 * Returns undefined for a line that was cut short, or that no holder of the key wrote. So nobody can revoke anything by
 * editing the file.
 */
export function parseRevocation(mac: (text: string) => string, line: string): Revocation | undefined {
  const [, text = '', time = '', name = '', subjectId = '', code] = LINE.exec(line) ?? [];
  const action = AUDIT_ACTION_NAMES.find((known) => known === name && isRevocation(known));
  if (action === undefined || code !== mac(text)) return undefined;
  return { at: Date.parse(time), action, subjectId };
}

const LINE = /^((\d{4}-\d\d-\d\dT[\d:.]+Z) ([a-z.-]+) (\S{1,320})) ([0-9a-f]{64})$/;
