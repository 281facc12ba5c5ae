import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { Caller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';
import { type ListedAccess, listAccess } from './list-access.ts';

/** The tokens that a maximum lifetime would stop, and how many people hold them. */
export interface LifetimePreview extends Paged<ListedAccess> {
  readonly holders: number;
}

/**
 * What a maximum lifetime would stop that the policy lets in now, before anybody sets it; no limit stops nothing. Errors: `not-found` to strangers,
 * `forbidden` to members.
 */
export async function previewLifetime(
  services: Services,
  caller: Caller,
  name: string,
  { seconds, ...page }: Page & { readonly seconds: number | undefined },
): Promise<LifetimePreview> {
  const { records, now } = look(services, caller);
  const { organization } = await requireOwnership({ records, caller }, name);
  if (seconds === undefined) return { total: 0, holders: 0, items: [] };
  const stopped = { status: 'active', stoppedBySeconds: seconds } as const;
  const [listed, holders] = await Promise.all([
    listAccess(services, caller, name, { ...stopped, ...page, sort: 'holder', order: 'asc' }),
    records.accessReview.countHolders({ ...stopped, organization, now }),
  ]);
  return { ...listed, holders };
}
