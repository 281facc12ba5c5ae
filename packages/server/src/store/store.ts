import { accountReads, accountRecords } from './records/accounts.ts';
import { auditReads, auditRecords } from './records/audit.ts';
import { commandLineReads, commandLineRecords } from './records/command-lines.ts';
import { deviceCodeReads, deviceCodeRecords } from './records/device-codes.ts';
import { domainReads, domainRecords } from './records/domains.ts';
import { flowStateReads, flowStateRecords } from './records/flow-states.ts';
import { identityReads, identityRecords } from './records/identities.ts';
import { organizationReads, organizationRecords } from './records/organizations.ts';
import { passwordResetReads, passwordResetRecords } from './records/password-resets.ts';
import { registryReads, registryRecords } from './records/registries.ts';
import { repositoryReads, repositoryRecords } from './records/repositories.ts';
import { scimGroupReads, scimGroupRecords } from './records/scim-groups.ts';
import { scimTokenReads, scimTokenRecords } from './records/scim-tokens.ts';
import { scimUserReads, scimUserRecords } from './records/scim-users.ts';
import { secondFactorReads, secondFactorRecords } from './records/second-factors.ts';
import { sessionReads, sessionRecords } from './records/sessions.ts';
import { setupCodeReads, setupCodeRecords } from './records/setup-codes.ts';
import { signingKeyReads, signingKeyRecords } from './records/signing-keys.ts';
import { singleSignOnConnectionReads, singleSignOnConnectionRecords } from './records/single-sign-on-connections.ts';
import { teamReads, teamRecords } from './records/teams.ts';
import { tokenReads, tokenRecords } from './records/tokens.ts';
import { usageReads, usageRecords } from './records/usage.ts';
import type { Connection, Transaction } from './schema.ts';

/** Every subject: what reads it, and what also writes it. */
const SUBJECTS = {
  accounts: [accountReads, accountRecords],
  sessions: [sessionReads, sessionRecords],
  organizations: [organizationReads, organizationRecords],
  teams: [teamReads, teamRecords],
  repositories: [repositoryReads, repositoryRecords],
  tokens: [tokenReads, tokenRecords],
  usage: [usageReads, usageRecords],
  registries: [registryReads, registryRecords],
  signingKeys: [signingKeyReads, signingKeyRecords],
  setupCodes: [setupCodeReads, setupCodeRecords],
  passwordResets: [passwordResetReads, passwordResetRecords],
  deviceCodes: [deviceCodeReads, deviceCodeRecords],
  commandLines: [commandLineReads, commandLineRecords],
  domains: [domainReads, domainRecords],
  secondFactors: [secondFactorReads, secondFactorRecords],
  flowStates: [flowStateReads, flowStateRecords],
  singleSignOnConnections: [singleSignOnConnectionReads, singleSignOnConnectionRecords],
  identities: [identityReads, identityRecords],
  scimTokens: [scimTokenReads, scimTokenRecords],
  scimUsers: [scimUserReads, scimUserRecords],
  scimGroups: [scimGroupReads, scimGroupRecords],
  audit: [auditReads, auditRecords],
} as const;

type Subjects = typeof SUBJECTS;

export type Reads = { readonly [Subject in keyof Subjects]: ReturnType<Subjects[Subject][0]> };
export type Records = { readonly [Subject in keyof Subjects]: ReturnType<Subjects[Subject][1]> };

/**
 * Reads see what is committed. Writes exist only inside `transaction`, on the records that it hands out;
 * a nested transaction is a programming error and throws at once. The work may run again where another process was in
 * its way, so anything else that it does must not add up. Once a write in it fails, the whole transaction fails.
 */
export interface Store {
  readonly read: Reads;
  transaction<Result>(work: (records: Records) => Promise<Result>): Promise<Result>;
  /** Throws while the database cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export function readsOn(connection: Connection): Reads {
  return Object.fromEntries(Object.entries(SUBJECTS).map(([name, [reads]]) => [name, reads(connection)])) as Reads;
}

export function recordsOn(transaction: Transaction): Records {
  return Object.fromEntries(
    Object.entries(SUBJECTS).map(([name, [, records]]) => [name, records(transaction)]),
  ) as Records;
}
