import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { EndedBlock } from '../../store/records/access-review/reach-rulings.ts';
import type { Caller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';

/**
 * Blocks of tokens that were deleted or expired since. Newer tokens of their holders wait because of them until an owner
 * lifts them. Errors: `not-found` to strangers, `forbidden` to members.
 */
export async function listEndedBlocks(
  services: Services,
  caller: Caller,
  name: string,
  page: Page,
): Promise<Paged<EndedBlock>> {
  const { records, now } = look(services, caller);
  const { organization } = await requireOwnership({ records, caller }, name);
  return records.reachRulings.endedBlocks(organization.id, now, page);
}
