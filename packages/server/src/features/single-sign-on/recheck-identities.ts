import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import { endOutage, noteOutage } from './provider-outage.ts';
import {
  type AskedProvider,
  type EndedPerson,
  type FailedPerson,
  recheckPerson,
  settleFailure,
} from './recheck-person.ts';

/** How many people one round asks about in each organization, and how long that may take. */
const BATCH = 50;
const ROUND_MILLISECONDS = 60_000;
/** After this many failed requests in a row, the round asks that provider about nobody else. */
const UNREACHED_AT_MOST = 3;
/** If everybody who was due failed, this many others are asked about. They show whether the provider works. */
const WITNESSES = 3;
/** How many providers are asked at the same time, so that one that never answers does not delay all others. */
const AT_ONCE = 8;

export interface Rechecked {
  readonly checked: number;
  readonly ended: number;
  readonly failed: number;
  /** For the operator's log: one report for each organization with a failure or an ended access. */
  readonly reports: readonly RecheckReport[];
}

interface RecheckReport {
  readonly organization: string;
  readonly provider: string;
  /** The provider confirmed nobody. */
  readonly isOutage: boolean;
  readonly ended: readonly NamedCause[];
  readonly failed: readonly NamedCause[];
}

interface NamedCause {
  readonly account: string;
  readonly cause: string;
}

/**
 * Asks every provider whether its people are still there, and in which groups, as often as the organization's policy
 * says (R26, R49, attack 34). The result for one person does not depend on others. With several nodes, one of them asks
 * about each person.
 */
export async function recheckIdentities(services: Services): Promise<Rechecked> {
  const { organizations, singleSignOnConnections } = services.store.read;
  const waiting = [...(await singleSignOnConnections.organizationsWithOpenId())];
  const rounds: Round[] = [];
  const work = async () => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      // SQLite answers at once: requests get their turn between two organizations, however many there are.
      await new Promise((resolve) => setImmediate(resolve));
      const organization = await organizations.byId(id);
      const round = organization && (await recheckOrganization(services, organization));
      if (round) rounds.push(round);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const total = (of: (round: Round) => number) => rounds.reduce((sum, round) => sum + of(round), 0);
  return {
    checked: total(({ checked }) => checked),
    ended: total(({ ended }) => ended.length),
    failed: total(({ failed }) => failed.length),
    reports: rounds.filter(({ ended, failed }) => ended.length + failed.length > 0).map(reportOf),
  };
}

/** The result for one organization's people. */
interface Round extends AskedProvider {
  checked: number;
  confirmed: number;
  isOutage: boolean;
  readonly ended: EndedPerson[];
  failed: FailedPerson[];
}

function reportOf({ organization, settings, isOutage, ended, failed }: Round): RecheckReport {
  const named = ({ account, cause }: NamedCause) => ({ account, cause });
  const names = { organization: organization.name, provider: settings.issuer };
  return { ...names, isOutage, ended: ended.map(named), failed: failed.map(named) };
}

/** Undefined if nobody was due. */
async function recheckOrganization(services: Services, organization: Organization): Promise<Round | undefined> {
  const { identities, singleSignOnConnections } = services.store.read;
  const connection = await singleSignOnConnections.ofOrganization(organization.id);
  if (connection?.settings.protocol !== 'oidc') return undefined;
  const { settings } = connection;
  const startedAt = services.clock.now();
  const due = await identities.toCheck(
    organization.id,
    startedAt - organization.policy.signOnRecheckSeconds * 1000,
    BATCH,
  );
  if (due.length === 0) return undefined;
  const round: Round = {
    organization,
    connection,
    settings,
    checked: 0,
    confirmed: 0,
    isOutage: false,
    ended: [],
    failed: [],
  };
  for (const identity of due) {
    if (isUnreached(round) || services.clock.now() - startedAt > ROUND_MILLISECONDS) break;
    await recheckOne(services, round, identity);
  }
  if (round.failed.length > 0 && round.confirmed === 0) await askWitnesses(services, round);
  await conclude(services, round);
  return round;
}

function isUnreached({ failed, confirmed }: Round): boolean {
  return confirmed === 0 && failed.length >= UNREACHED_AT_MOST && failed.every(({ isNetwork }) => isNetwork);
}

async function recheckOne(services: Services, round: Round, identity: FailedPerson['identity']): Promise<void> {
  const outcome = await recheckPerson(services, { ...round, identity });
  if (outcome.type === 'ended') round.ended.push(outcome);
  else if (outcome.type === 'failed') round.failed.push(outcome);
  else round.checked += 1;
  if (outcome.type === 'confirmed') round.confirmed += 1;
}

/**
 * Asks about people who are not due, until the provider confirms one. Then the provider works, and the failures are
 * about the other people themselves.
 */
async function askWitnesses(services: Services, round: Round): Promise<void> {
  const asked = new Set(round.failed.map(({ identity }) => identity.accountId));
  const found = await services.store.read.identities.confirmedLast(round.organization.id, asked.size + WITNESSES);
  const witnesses = found.filter(({ accountId }) => !asked.has(accountId)).slice(0, WITNESSES);
  for (const identity of witnesses) {
    if (round.confirmed > 0 || isUnreached(round)) return;
    await recheckOne(services, round, identity);
  }
}

async function conclude(services: Services, round: Round): Promise<void> {
  const doesProviderWork = round.confirmed > 0;
  round.isOutage = round.failed.length > 0 && !doesProviderWork;
  const stillFailed: FailedPerson[] = [];
  for (const failed of round.failed) {
    const isOver = await settleFailure(services, failed, doesProviderWork);
    if (isOver) round.ended.push({ type: 'ended', account: failed.account, cause: failed.cause });
    else stillFailed.push(failed);
  }
  round.failed = stillFailed;
  const [first] = stillFailed;
  if (round.isOutage && first) await noteOutage(services, round, first.cause);
  else if (doesProviderWork) await endOutage(services, round);
}
