import type { HotQueries } from './hot-queries.ts';
import { accountRecords } from './records/accounts.ts';
import { auditRecords } from './records/audit.ts';
import { deviceCodeRecords } from './records/device-codes.ts';
import { domainRecords } from './records/domains.ts';
import { flowStateRecords } from './records/flow-states.ts';
import { identityRecords } from './records/identities.ts';
import { organizationRecords } from './records/organizations.ts';
import { passwordResetRecords } from './records/password-resets.ts';
import { registryRecords } from './records/registries.ts';
import { repositoryRecords } from './records/repositories.ts';
import { scimGroupRecords } from './records/scim-groups.ts';
import { scimTokenRecords } from './records/scim-tokens.ts';
import { scimUserRecords } from './records/scim-users.ts';
import { secondFactorRecords } from './records/second-factors.ts';
import { sessionRecords } from './records/sessions.ts';
import { setupCodeRecords } from './records/setup-codes.ts';
import { signInRecords } from './records/sign-ins.ts';
import { signingKeyRecords } from './records/signing-keys.ts';
import { ssoConnectionRecords } from './records/sso-connections.ts';
import { teamRecords } from './records/teams.ts';
import { tokenRecords } from './records/tokens.ts';
import { usageRecords } from './records/usage.ts';
import type { Database } from './schema.ts';
import type { Records } from './store.ts';

/** Every kind of record over one connection or pool. `locksRows`: PostgreSQL has other writers beside this one. */
export function allRecords(database: Database, hot: HotQueries, locksRows: boolean): Records {
  return {
    accounts: accountRecords(database, locksRows),
    sessions: sessionRecords(database),
    organizations: organizationRecords(database, locksRows),
    teams: teamRecords(database),
    repositories: repositoryRecords(database, hot),
    tokens: tokenRecords(database, hot),
    usage: usageRecords(database, locksRows),
    registries: registryRecords(database),
    signingKeys: signingKeyRecords(database),
    setupCodes: setupCodeRecords(database),
    passwordResets: passwordResetRecords(database),
    deviceCodes: deviceCodeRecords(database),
    signIns: signInRecords(database, locksRows),
    domains: domainRecords(database),
    secondFactors: secondFactorRecords(database),
    flowStates: flowStateRecords(database),
    ssoConnections: ssoConnectionRecords(database),
    identities: identityRecords(database),
    scimTokens: scimTokenRecords(database),
    scimUsers: scimUserRecords(database),
    scimGroups: scimGroupRecords(database, locksRows),
    audit: auditRecords(database, locksRows),
  };
}
