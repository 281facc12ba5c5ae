import { DEFAULT_POLICY } from '@lanyard/core/organizations/organization-policy';
import type { Records } from '../../store/store.ts';
import { partyOf } from '../access/change.ts';

/** Whose images these are, whose policy applies to them, and who is told about them. */
export interface ImageOwner {
  readonly party: ReturnType<typeof partyOf>;
  /** The account itself, or the owners of the organization, by id. */
  readonly readers: readonly string[];
  /** An account has the default policy. */
  readonly policy: typeof DEFAULT_POLICY;
  /** Null for an account. */
  readonly organization: string | null;
}

/** Undefined if nobody has the namespace. */
export async function imageOwner(
  { organizations, accounts }: Pick<Records, 'organizations' | 'accounts'>,
  namespace: string,
): Promise<ImageOwner | undefined> {
  const organization = await organizations.byName(namespace);
  if (organization) {
    const readers = (await organizations.owners(organization.id)).map(({ id }) => id);
    const { name, policy } = organization;
    return { party: partyOf('organization', organization), readers, policy, organization: name };
  }
  const account = await accounts.byName(namespace);
  if (!account) return undefined;
  return { party: partyOf('account', account), readers: [account.id], policy: DEFAULT_POLICY, organization: null };
}
