import { readFileSync } from 'node:fs';
import { failed, refused } from './cli-error.ts';
import type { Environment } from './environment.ts';
import { jsonObject, printable } from './foreign-text.ts';

/*
 * Docker's `registry.json`, which an administrator puts on a machine. It binds these programs and not the user, who
 * can run other programs. Only the server decides what a user may reach (docs/decisions/0011).
 */

/** The organizations whose members may sign in on this machine. */
export interface WorkstationPolicy {
  /** The path of the policy file. */
  readonly path: string;
  /** At least one name, exactly as in the file. */
  readonly allowedOrganizations: readonly string[];
}

/** Undefined if there is no file. Throws if it cannot be read: a mistake in it must not remove the rule. */
export function readWorkstationPolicy({ workstationPolicyFile: path }: Environment): WorkstationPolicy | undefined {
  const bytes = readIfThere(path);
  if (!bytes) return undefined;
  const document = jsonObject(decode(path, bytes));
  if (!document) throw malformed(path, 'it is not a JSON object in UTF-8 without a byte order mark');
  const { allowedOrgs } = document;
  if (!isListOfNames(allowedOrgs)) throw malformed(path, 'allowedOrgs must be a list of names with at least one name');
  return { path, allowedOrganizations: allowedOrgs };
}

/** Compares names letter by letter, as Docker does. If the organizations are unknown, the answer is no. */
export function isMet({ allowedOrganizations }: WorkstationPolicy, organizations: readonly string[] = []): boolean {
  return allowedOrganizations.some((name) => organizations.includes(name));
}

export function requirePolicyMet(
  policy: WorkstationPolicy | undefined,
  account: string,
  organizations: readonly string[],
): void {
  if (!policy || isMet(policy, organizations)) return;
  throw refused(whyUnmet(policy, account), `sign in as a member, or ask an owner to add ${account}`);
}

/** `account` is undefined if nobody is signed in. */
export function whyUnmet(policy: WorkstationPolicy, account: string | undefined): string {
  const who = account === undefined ? 'no member is signed in' : `${account} is not a member`;
  return `${describePolicy(policy)}, and ${who}`;
}

export function describePolicy({ path, allowedOrganizations }: WorkstationPolicy): string {
  return `this workstation is for members of ${printable(allowedOrganizations.join(' or '))} (${path})`;
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw failed(`${path} cannot be read (${code}), so no access token is handed out`, tellAdministrator);
  }
}

/** A byte order mark makes the JSON invalid. Docker does not read such a file either. */
function decode(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed(path, 'it is not UTF-8');
  }
}

function isListOfNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string' && name !== '');
}

const tellAdministrator = 'tell the administrator of this workstation';

function malformed(path: string, reason: string) {
  return failed(`${path} is malformed, so no access token is handed out: ${reason}`, tellAdministrator);
}
