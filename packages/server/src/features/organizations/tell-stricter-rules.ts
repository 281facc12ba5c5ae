import { stricterRules } from '@lanyard/core/organizations/member-terms';
import { termInWords } from '@lanyard/core/organizations/terms-in-words';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Change } from '../access/change.ts';

/**
 * Tells the members whom a change of the policy asks for more than they accepted. Those who accepted no account-wide rule
 * are not asked, so they get no mail.
 */
export async function tellStricterRules(
  { records, notify }: Change,
  { policy: before }: Organization,
  { id, name, policy }: Organization,
): Promise<void> {
  if (stricterRules(before, policy).length === 0) return;
  const members = await records.organizations.membersWithTerms(id);
  // Most members accepted the same: one notice for all of them.
  const asked = Map.groupBy(members, ({ acceptedTerms }) => JSON.stringify(stricterRules(acceptedTerms, policy)));
  for (const alike of asked.values()) {
    const [first] = alike;
    const stricter = first ? stricterRules(first.acceptedTerms, policy) : [];
    const rules = stricter.flatMap((rule) => termInWords(rule, policy[rule]) ?? []);
    const accounts = alike.map(({ accountId }) => accountId);
    if (stricter.length > 0) await notify('rules-stricter', { accounts }, { organization: name, rules });
  }
}
