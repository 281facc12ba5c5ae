import { isReservedName } from '@lanyard/core/accounts/namespace-name';
import { accountByRules, type OwnerRule } from '@lanyard/core/repositories/owner-rule';
import { LIBRARY, parseRepositoryName, type RepositoryName } from '@lanyard/core/repositories/repository';
import type { Services } from '../../services.ts';
import type { Repository } from '../../store/records/repositories/repositories.ts';
import { requireAccount, requireActiveAccount } from '../access/accounts.ts';
import { OPERATOR } from '../access/caller.ts';
import { transact } from '../access/change.ts';
import { repositorySubject } from '../access/repository-access.ts';
import { createOrganization } from '../organizations/organizations.ts';

/** Small enough that a running server can make its own changes in between. */
const ADOPTED_AT_ONCE = 200;

export interface AdoptionInput {
  /** The registry's name, for the audit log. */
  readonly registry: string;
  /** The names in its catalogue, which can be any text. */
  readonly names: readonly string[];
  readonly rules: readonly OwnerRule[];
  readonly visibility: Repository['visibility'];
}

/** The result for one name. */
export interface Adoption {
  readonly name: string;
  /** `known`: there is a record already. `no-owner`: nobody owns its namespace, and no rule names an owner. */
  readonly outcome: 'adopted' | 'known' | 'no-owner' | 'impossible';
  /** The account or organization that owns the namespace. */
  readonly owner: string | null;
  /** The owner of the organization that would be created. Null if the namespace has an owner already. */
  readonly newOwner: string | null;
}

/**
 * What `adoptRepositories` would do now. A repository belongs to the owner of its namespace. If nobody owns the
 * namespace, the rules name the owner of a new organization. Errors: `not-found`, and `forbidden` for an account in a
 * rule.
 */
export async function planAdoption(services: Services, input: AdoptionInput): Promise<readonly Adoption[]> {
  const { read } = services.store;
  for (const account of new Set(input.rules.map((rule) => rule.account))) {
    requireActiveAccount(await requireAccount(read, account));
  }
  const plan: Adoption[] = [];
  for (const name of new Set(input.names)) plan.push(await adoptionOf(services, name, input.rules));
  return plan;
}

async function adoptionOf({ store }: Services, name: string, rules: readonly OwnerRule[]): Promise<Adoption> {
  const parsed = parseRepositoryName(name);
  if (!parsed) return { name, outcome: 'impossible', owner: null, newOwner: null };
  const { namespace: owner } = parsed;
  const standing = await store.read.access.standing(null, parsed);
  if (standing) return { name, outcome: standing.repositoryId === null ? 'adopted' : 'known', owner, newOwner: null };
  const isImpossible = owner !== LIBRARY && isReservedName(owner);
  if (isImpossible) return { name, outcome: 'impossible', owner: null, newOwner: null };
  const newOwner = accountByRules(rules, name) ?? null;
  return { name, outcome: newOwner === null ? 'no-owner' : 'adopted', owner, newOwner };
}

/**
 * Creates the records, and the organizations that the rules ask for. A second run continues with the rest. For the
 * operator. Errors: those of `planAdoption` and `createOrganization`.
 */
export async function adoptRepositories(
  services: Services,
  input: AdoptionInput,
  onRecorded: (done: number, all: number) => void = () => undefined,
): Promise<readonly Adoption[]> {
  const plan = await planAdoption(services, input);
  const adopted = plan.filter(({ outcome }) => outcome === 'adopted');
  const owners = new Map(adopted.map(({ owner, newOwner }) => [owner, newOwner]));
  for (const [name, ownerName] of owners) {
    if (name !== null && ownerName !== null) await createOrganization(services, OPERATOR, { name, ownerName });
  }
  const names = adopted.map(({ name }) => parseRepositoryName(name)).filter((parsed) => parsed !== undefined);
  for (let done = 0; done < names.length; done += ADOPTED_AT_ONCE) {
    await recordRepositories(services, names.slice(done, done + ADOPTED_AT_ONCE), input);
    onRecorded(Math.min(done + ADOPTED_AT_ONCE, names.length), names.length);
  }
  return plan;
}

/** A push at the same time can have created one of them. */
async function recordRepositories(
  services: Services,
  names: readonly RepositoryName[],
  { registry, visibility }: AdoptionInput,
): Promise<void> {
  await transact(services, OPERATOR, async ({ records, now, newId, audit }) => {
    for (const name of names) {
      const repository = { id: newId(), ...name, visibility, createdAt: now };
      if (!(await records.repositories.insert(repository))) continue;
      await audit('repository.created', repositorySubject(repository), { visibility, by: 'adoption', registry });
    }
  });
}
