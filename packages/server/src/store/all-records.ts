import type { Records } from '../ports/store.ts';
import type { HotQueries } from './hot-queries.ts';
import { accountRecords } from './records/accounts.ts';
import { auditRecords } from './records/audit.ts';
import { organizationRecords } from './records/organizations.ts';
import { registryRecords } from './records/registries.ts';
import { repositoryRecords } from './records/repositories.ts';
import { sessionRecords } from './records/sessions.ts';
import { setupCodeRecords } from './records/setup-codes.ts';
import { signingKeyRecords } from './records/signing-keys.ts';
import { teamRecords } from './records/teams.ts';
import { tokenRecords } from './records/tokens.ts';
import { usageRecords } from './records/usage.ts';
import type { Database } from './schema.ts';
import { storeError } from './store-error.ts';

/** Every kind of record over one connection or pool, with the drivers' errors translated. */
export function allRecords(database: Database, hot: HotQueries, lockAuditHead: boolean): Records {
  return {
    accounts: translated(accountRecords(database)),
    sessions: translated(sessionRecords(database)),
    organizations: translated(organizationRecords(database)),
    teams: translated(teamRecords(database)),
    repositories: translated(repositoryRecords(database, hot)),
    tokens: translated(tokenRecords(database, hot)),
    usage: translated(usageRecords(database)),
    registries: translated(registryRecords(database)),
    signingKeys: translated(signingKeyRecords(database)),
    setupCodes: translated(setupCodeRecords(database)),
    audit: translated(auditRecords(database, lockAuditHead)),
  };
}

function translated<Group extends object>(group: Group): Group {
  const methods = Object.entries(group).map(([name, method]) => [name, translating(method)]);
  return Object.fromEntries(methods) as Group;
}

function translating(method: (...parameters: unknown[]) => Promise<unknown>) {
  return (...parameters: unknown[]) =>
    method(...parameters).catch((error: unknown) => {
      throw storeError(error);
    });
}
