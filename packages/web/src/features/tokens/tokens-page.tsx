import { Anchor, Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { EmptyState, PageHead } from '../../parts/page-head.tsx';
import { queryOf, readTokenSearch, type SearchChanges, type TokenSearch } from './token-search.ts';
import { TokenTable } from './token-table.tsx';
import { TokenToolbar } from './token-toolbar.tsx';
import { useSelection } from './use-selection.ts';
import { autoTokensQuery, tokenQuery, tokensQuery } from './use-tokens.ts';

const route = getRouteApi('/shell/account/tokens');

/** Every access token that acts for the account. */
export function TokensPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery(tokensQuery(queryOf(search)));
  const tokens = data?.tokens ?? [];
  const selection = useSelection(tokens.map(({ id }) => id));
  const change = (changes: SearchChanges) =>
    navigate({ search: readTokenSearch({ ...search, ...changes }), replace: true });
  return (
    <>
      <PageHead
        title="Access tokens"
        actions={
          <Button component={Link} to="/account/tokens/new">
            New access token
          </Button>
        }
      >
        Whatever signs in to a registry in your name: the tokens you made, and those that a command line made when you
        signed in with it.
      </PageHead>
      <AutoTokensNote />
      <TokenToolbar counts={data?.counts} search={search} onSearch={change} tokens={tokens} selection={selection} />
      <FaultAlert fault={error} onRetry={() => void refetch()} />
      {data && tokens.length === 0 ? (
        <NothingToShow search={search} onShowAll={() => void navigate({ search: {} })} />
      ) : (
        <TokenTable
          tokens={tokens}
          total={data?.total ?? 0}
          isLoading={!data && !error}
          search={search}
          onSearch={change}
          selection={selection}
        />
      )}
    </>
  );
}

function NothingToShow({ search, onShowAll }: { readonly search: TokenSearch; readonly onShowAll: () => void }) {
  if (search.search || search.origin || search.status) {
    return (
      <EmptyState
        title="No token matches"
        action={
          <Button variant="default" onClick={onShowAll}>
            Show all tokens
          </Button>
        }
      >
        Another word or filter may find it; deleted tokens are not listed.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No access tokens yet"
      action={
        <Button component={Link} to="/account/tokens/new">
          New access token
        </Button>
      }
    >
      Make one for a script or a build, or run <code>lanyard login</code> in a terminal, which makes one for you.
    </EmptyState>
  );
}

/** How many auto-generated tokens are kept, and which one the next sign-in would take the place of. */
function AutoTokensNote() {
  const { data } = useQuery(autoTokensQuery);
  if (!data || data.kept === 0) return null;
  return (
    <Text size="sm" c="dimmed" mb="md">
      <strong>
        {data.kept} of {data.limit} kept.
      </strong>{' '}
      Of the auto-generated tokens, only the {data.limit} most recently used are kept.{' '}
      {data.nextToGo !== null && <NextToGo id={data.nextToGo} />}
    </Text>
  );
}

function NextToGo({ id }: { readonly id: string }) {
  const { data } = useQuery(tokenQuery(id));
  if (!data) return null;
  return (
    <>
      The next sign-in removes{' '}
      <Anchor component={Link} to={`/account/tokens/${id}`} size="sm">
        {data.description}
      </Anchor>
      .
    </>
  );
}
