import { EmptyState } from '../../parts/page-head.tsx';

/** In the place of what the server tells owners alone. */
export function OwnersOnly() {
  return <EmptyState title="For owners only">Ask an owner of the organization for what you need here.</EmptyState>;
}
