import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema.ts';
import { foundation } from './0001-foundation.ts';
import { commandLines } from './0002-sign-ins.ts';
import { organizationTokens } from './0003-organization-tokens.ts';
import { passwordResets } from './0004-password-resets.ts';
import { domainsAndScim } from './0005-domains-and-scim.ts';
import { scimGroups } from './0006-scim-groups.ts';
import { loginFlows } from './0007-login-flows.ts';
import { invitations } from './0008-invitations.ts';
import { trustOfProviders } from './0009-trust-of-providers.ts';
import { clientScopes } from './0010-client-scopes.ts';
import { auditInsertions } from './0011-audit-insertions.ts';
import { limits } from './0012-limits.ts';
import { retention } from './0013-retention.ts';
import { notices } from './0014-notices.ts';
import { gateSecrets } from './0015-gate-secrets.ts';
import { recheckFailures } from './0016-recheck-failures.ts';
import { descriptions } from './0017-descriptions.ts';
import { commandLinesOfProviders } from './0018-command-lines-of-providers.ts';
import { providerNetworks } from './0019-provider-networks.ts';
import { organizationScopes } from './0020-organization-scopes.ts';
import { pushTokenTtl } from './0021-push-token-ttl.ts';
import { noticeChoices } from './0022-notice-choices.ts';
import { webhooks } from './0023-webhooks.ts';
import { passages } from './0024-passages.ts';
import { namespaceUses } from './0025-namespace-uses.ts';
import { reachRulings } from './0026-reach-rulings.ts';
import { widenedTokens } from './0027-widened-tokens.ts';
import { auditTree } from './0030-audit-tree.ts';
import { quarantines } from './0035-quarantines.ts';
import { immutableTags } from './0036-immutable-tags.ts';
import { pastGate } from './0037-past-gate.ts';
import { useOfRegistries } from './0038-use-of-registries.ts';
import { images } from './0040-images.ts';
import { scanEngines } from './0041-scan-engines.ts';
import { approvals } from './0042-approvals.ts';
import { oldNamespaceUses } from './0050-old-namespace-uses.ts';
import { reviews } from './0052-reviews.ts';
import { lifetimeRules } from './0053-lifetime-rules.ts';
import { evidence } from './0054-evidence.ts';
import { acceptedFindings } from './0055-accepted-findings.ts';
import { tagClaims } from './0056-tag-claims.ts';
import { vulnerabilityScans } from './0057-vulnerability-scans.ts';
import { repositoryStanding } from './0058-repository-standing.ts';
import { cancelledReviews } from './0059-cancelled-reviews.ts';
import { providerSessions } from './0060-provider-sessions.ts';
import { useOfImages } from './0061-use-of-images.ts';

type Step = (transaction: Kysely<never>, dialect: 'sqlite' | 'postgres') => Promise<void>;

/**
 * In the order in which they are applied. A released step never changes, and the previous version still works after it,
 * because nodes are upgraded one by one, and back (R43). The key of the audit log is an exception: see docs/operate.md.
 */
const STEPS: readonly (readonly [name: string, step: Step])[] = [
  ['0001-foundation', foundation],
  ['0002-sign-ins', commandLines],
  ['0003-organization-tokens', organizationTokens],
  ['0004-password-resets', passwordResets],
  ['0005-domains-and-scim', domainsAndScim],
  ['0006-scim-groups', scimGroups],
  ['0007-login-flows', loginFlows],
  ['0008-invitations', invitations],
  ['0009-trust-of-providers', trustOfProviders],
  ['0010-client-scopes', clientScopes],
  ['0011-audit-insertions', auditInsertions],
  ['0012-limits', limits],
  ['0013-retention', retention],
  ['0014-notices', notices],
  ['0015-gate-secrets', gateSecrets],
  ['0016-recheck-failures', recheckFailures],
  ['0017-descriptions', descriptions],
  ['0018-command-lines-of-providers', commandLinesOfProviders],
  ['0019-provider-networks', providerNetworks],
  ['0020-organization-scopes', organizationScopes],
  ['0021-push-token-ttl', pushTokenTtl],
  ['0022-notice-choices', noticeChoices],
  ['0023-webhooks', webhooks],
  ['0024-passages', passages],
  ['0025-namespace-uses', namespaceUses],
  ['0026-reach-rulings', reachRulings],
  ['0027-widened-tokens', widenedTokens],
  ['0030-audit-tree', auditTree],
  ['0035-quarantines', quarantines],
  ['0036-immutable-tags', immutableTags],
  ['0037-past-gate', pastGate],
  ['0038-use-of-registries', useOfRegistries],
  ['0040-images', images],
  ['0041-scan-engines', scanEngines],
  ['0042-approvals', approvals],
  ['0050-old-namespace-uses', oldNamespaceUses],
  ['0052-reviews', reviews],
  ['0054-evidence', evidence],
  ['0053-lifetime-rules', lifetimeRules],
  ['0055-accepted-findings', acceptedFindings],
  ['0056-tag-claims', tagClaims],
  ['0057-vulnerability-scans', vulnerabilityScans],
  ['0058-repository-standing', repositoryStanding],
  ['0059-cancelled-reviews', cancelledReviews],
  ['0060-provider-sessions', providerSessions],
  ['0061-use-of-images', useOfImages],
];

/** Any fixed number. Processes that start with the same PostgreSQL wait for each other at this lock. */
const ADVISORY_LOCK = 5_726_623_061;

/** Runs the work in a transaction of its own. */
type InTransaction = <Result>(work: (transaction: Database) => Promise<Result>) => Promise<Result>;

/**
 * Applies the missing steps, each completely or not at all. If several processes start at once, the others wait. A
 * single transaction for all steps would lock the tables of the first step until the last one ends, while other nodes
 * serve. Steps of a later version are left alone.
 */
export async function migrate(inTransaction: InTransaction, dialect: 'sqlite' | 'postgres'): Promise<void> {
  while (await inTransaction((transaction) => applyNextStep(transaction, dialect)));
}

/** Returns true if there was one. */
async function applyNextStep(transaction: Database, dialect: 'sqlite' | 'postgres'): Promise<boolean> {
  // SQLite needs no lock of its own, because the transaction already is the only writer.
  if (dialect === 'postgres') await lockPostgres(transaction);
  await sql`create table if not exists schema_steps (name text primary key)`.execute(transaction);
  const { rows } = await sql<{ name: string }>`select name from schema_steps`.execute(transaction);
  const applied = new Set(rows.map(({ name }) => name));
  const next = STEPS.find(([name]) => !applied.has(name));
  if (!next) return false;
  const [name, step] = next;
  await step(transaction as unknown as Kysely<never>, dialect);
  await sql`insert into schema_steps (name) values (${name})`.execute(transaction);
  return true;
}

/** The timeouts are meant for requests. Here another process can be running a step that takes longer. */
async function lockPostgres(transaction: Database): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(transaction);
  await sql`set local lock_timeout = 0`.execute(transaction);
  await sql`select pg_advisory_xact_lock(${sql.lit(ADVISORY_LOCK)})`.execute(transaction);
}
