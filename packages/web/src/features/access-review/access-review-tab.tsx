import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { Pager } from '../../parts/lists.tsx';
import { EmptyState, SectionHead } from '../../parts/page-head.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { useSelection } from '../tokens/use-selection.ts';
import { PAGE_SIZE, queryOf } from './review-query.ts';
import { type ReviewSearchChanges, readReviewSearch } from './review-search.ts';
import { ReviewTable } from './review-table.tsx';
import { ReviewToolbar } from './review-toolbar.tsx';
import { setFilters } from './review-words.ts';
import { reviewQuery } from './use-access-review.ts';

const route = getRouteApi('/shell/organizations/$organization/access-review/');

/** Every token that can reach the organization, and what its owners can do about it. */
export function AccessReviewTab() {
  const { name: organization } = useOrganization();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(reviewQuery(organization, queryOf(search)));
  const { data } = query;
  const tokens = data?.tokens ?? [];
  // Of its own tokens the organization decides on their page.
  const selectable = tokens.filter(({ holder }) => holder.type === 'account').map(({ id }) => id);
  const selection = useSelection(selectable);
  const change = (changes: ReviewSearchChanges) =>
    void navigate({ search: readReviewSearch({ ...search, page: 1, ...changes }), replace: true });
  return (
    <section>
      <SectionHead title="Access review">
        Every access token that can reach a repository of {organization}, no matter who holds it. What a token does
        elsewhere is not shown.
      </SectionHead>
      <ReviewToolbar
        organization={organization}
        search={search}
        onSearch={change}
        total={data?.total}
        tokens={tokens}
        selectable={selectable}
        selection={selection}
      />
      <QueryStatus query={query} name="access tokens" height={{ rows: 7 }} />
      {data && tokens.length === 0 && (
        <Nothing
          isFiltered={search.search !== undefined || setFilters(search).length > 0}
          onShowAll={() => void navigate({ search: {} })}
        />
      )}
      {data && tokens.length > 0 && (
        <>
          <ReviewTable
            organization={organization}
            tokens={tokens}
            selection={selection}
            search={search}
            onSearch={change}
          />
          <Pager
            total={data.total}
            pageSize={PAGE_SIZE}
            page={search.page ?? 1}
            onPage={(page) => change({ page })}
            noun="access tokens"
          />
        </>
      )}
    </section>
  );
}

function Nothing({ isFiltered, onShowAll }: { readonly isFiltered: boolean; readonly onShowAll: () => void }) {
  if (!isFiltered) {
    return <EmptyState title="No access tokens">No token can reach a repository of this organization.</EmptyState>;
  }
  return (
    <EmptyState
      title="No matching tokens"
      action={
        <Button variant="default" onClick={onShowAll}>
          Show all tokens
        </Button>
      }
    >
      Try another word or filter. Tokens that expired or were deleted are not listed.
    </EmptyState>
  );
}
