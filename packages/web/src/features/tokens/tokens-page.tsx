import { Anchor, Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Navigate } from '@tanstack/react-router';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { Pager } from '../../parts/lists.tsx';
import { EmptyState, PageHead } from '../../parts/page-head.tsx';
import { PushWithoutPull } from './push-without-pull.tsx';
import { PAGE_SIZE, queryOf, readTokenSearch, type SearchChanges, type TokenSearch } from './token-search.ts';
import { TokenTable } from './token-table.tsx';
import { TokenToolbar } from './token-toolbar.tsx';
import { useTokenSelection } from './use-token-selection.ts';
import { autoTokensQuery, tokenQuery, tokensQuery } from './use-tokens.ts';

const route = getRouteApi('/shell/account/tokens');

/** All access tokens of the account. */
export function TokensPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(tokensQuery(queryOf(search)));
  const { data } = query;
  const tokens = data?.tokens ?? [];
  const pages = Math.max(1, Math.ceil((data?.total ?? 0) / PAGE_SIZE));
  const selection = useTokenSelection(tokens, data?.total ?? 0, queryOf(search));
  const change = (changes: SearchChanges) =>
    navigate({ search: readTokenSearch({ ...search, ...changes }), replace: true });
  // The address is old, or the last token of a page was deleted.
  if (data && (search.page ?? 1) > pages)
    return <Navigate to="/account/tokens" search={readTokenSearch({ ...search, page: pages })} replace />;
  return (
    <>
      <PageHead
        title="Access tokens"
        actions={
          <Button component={Link} to="/account/tokens/new">
            Generate new token
          </Button>
        }
      >
        Tokens that can log in to registries as you, including those created by docker login.
      </PageHead>
      <AutoTokensNote />
      <PushWithoutPull
        count={data?.counts.pushWithoutPull}
        isFiltered={search.pushWithoutPull !== undefined}
        onFilter={(only) => void change({ pushWithoutPull: only ? 'true' : '', page: 1 })}
      />
      <TokenToolbar counts={data?.counts} search={search} onSearch={change} selection={selection} />
      <QueryStatus query={query} name="access tokens" height={{ rows: 7 }} />
      {data && tokens.length === 0 && <NothingToShow search={search} onShowAll={() => void navigate({ search: {} })} />}
      {data && tokens.length > 0 && (
        <>
          <TokenTable tokens={tokens} search={search} onSearch={change} selection={selection} />
          <Pager
            total={data.total}
            pageSize={PAGE_SIZE}
            page={search.page ?? 1}
            onPage={(page) => void change({ page })}
            noun="access tokens"
          />
        </>
      )}
    </>
  );
}

function NothingToShow({ search, onShowAll }: { readonly search: TokenSearch; readonly onShowAll: () => void }) {
  if (search.search || search.origin || search.status || search.pushWithoutPull) {
    return (
      <EmptyState
        title="No matching tokens"
        action={
          <Button variant="default" onClick={onShowAll}>
            Show all tokens
          </Button>
        }
      >
        Try another word or filter. Deleted tokens are not listed.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No access tokens yet"
      action={
        <Button component={Link} to="/account/tokens/new">
          Generate new token
        </Button>
      }
    >
      Generate one for a script or a build, or run <code>lanyard login</code> in a terminal to get one.
    </EmptyState>
  );
}

/** How many auto-generated tokens are kept, and which one the next login removes. */
function AutoTokensNote() {
  const { data } = useQuery(autoTokensQuery);
  if (!data || data.kept === 0) return null;
  return (
    <Text size="sm" c="dimmed" mb="md">
      <strong>
        {data.kept} of {data.limit} auto-generated tokens.
      </strong>{' '}
      Only the {data.limit} most recently used are kept. {data.nextToGo !== null && <NextToGo id={data.nextToGo} />}
    </Text>
  );
}

function NextToGo({ id }: { readonly id: string }) {
  const { data } = useQuery(tokenQuery(id));
  if (!data) return null;
  return (
    <>
      The next login removes{' '}
      <Anchor component={Link} to={`/account/tokens/${id}`} size="sm">
        {data.description}
      </Anchor>
      .
    </>
  );
}
