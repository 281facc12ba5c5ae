import { readFileSync } from 'node:fs';
import { failed, refused } from './cli-error.ts';
import type { Environment } from './environment.ts';
import { jsonObject } from './json-object.ts';
import { printable } from './printable.ts';

/*
 * Docker's `registry.json`, as an administrator puts it on a machine. It binds these programs, not the person: whoever
 * chooses what runs on the machine can run another program. What a person may reach is decided by the server alone
 * (docs/decisions/0011).
 */

/** Whose members this machine lets sign in. */
export interface WorkstationPolicy {
  /** The file that says so. */
  readonly path: string;
  /** Names as they stand there, at least one. */
  readonly allowedOrganizations: readonly string[];
}

/** Undefined where there is no file. Throws for one that cannot be read or understood: no rule must get lost by a slip. */
export function readWorkstationPolicy({ workstationPolicyFile: path }: Environment): WorkstationPolicy | undefined {
  const bytes = readIfThere(path);
  if (!bytes) return undefined;
  const document = jsonObject(decode(path, bytes));
  if (!document) throw malformed(path, 'it is not a JSON object in UTF-8 without a byte order mark');
  const { allowedOrgs } = document;
  if (!isListOfNames(allowedOrgs)) throw malformed(path, 'allowedOrgs must be a list of names, and hold one at least');
  return { path, allowedOrganizations: allowedOrgs };
}

/** Names are compared letter by letter, as Docker does; whose organizations are not known is no member. */
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

/** `account` undefined where no sign-in stands behind what was asked for. */
export function whyUnmet(policy: WorkstationPolicy, account: string | undefined): string {
  const who = account === undefined ? 'nobody is signed in as one' : `${account} is not one`;
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

/** A file with a byte order mark fails as JSON: Docker does not read it either. */
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

const tellAdministrator = 'tell whoever administers this workstation';

function malformed(path: string, reason: string) {
  return failed(`${path} is malformed, so no access token is handed out: ${reason}`, tellAdministrator);
}
