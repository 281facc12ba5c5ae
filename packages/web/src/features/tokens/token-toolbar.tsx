import { Button, Group, NativeSelect, SegmentedControl, Text } from '@mantine/core';
import type { TokenList } from '../../api/types.ts';
import { SearchField } from '../../parts/search-field.tsx';
import type { SearchChanges, TokenSearch } from './token-search.ts';
import classes from './tokens.module.css';
import { useTokenActions } from './use-token-actions.tsx';
import type { TokenSelection } from './use-token-selection.ts';

interface TokenToolbarProps {
  readonly counts: TokenList['counts'] | undefined;
  readonly search: TokenSearch;
  readonly onSearch: (changes: SearchChanges) => void;
  readonly selection: TokenSelection;
}

/** Filters for the list. While tokens are selected, it shows buttons that change them. */
export function TokenToolbar({ counts, search, onSearch, selection }: TokenToolbarProps) {
  return (
    <div className={classes.bar} role="toolbar" aria-label="Tokens">
      {selection.ids.size > 0 ? (
        <SelectionActions selection={selection} />
      ) : (
        <Filters search={search} onSearch={onSearch} />
      )}
      {counts && (
        <Text size="sm" c="dimmed" className={classes.counts ?? ''} role="status">
          {counts.active} active, {counts.inactive} inactive{counts.expired > 0 && `, ${counts.expired} expired`}
        </Text>
      )}
    </div>
  );
}

function Filters({ search, onSearch }: Pick<TokenToolbarProps, 'search' | 'onSearch'>) {
  return (
    <>
      <SearchField
        by="description, repository or client"
        className={classes.search ?? ''}
        value={search.search ?? ''}
        onSearch={(text) => onSearch({ search: text, page: 1 })}
      />
      <SegmentedControl
        aria-label="Source"
        data={[
          { value: '', label: 'All' },
          { value: 'manual', label: 'Manual' },
          { value: 'auto', label: 'Auto-generated' },
        ]}
        value={search.origin ?? ''}
        onChange={(origin) => onSearch({ origin, page: 1 })}
      />
      <NativeSelect
        aria-label="Status"
        className={classes.status ?? ''}
        data={[
          { value: '', label: 'Any status' },
          { value: 'active', label: 'Active' },
          { value: 'inactive', label: 'Inactive' },
          { value: 'expired', label: 'Expired' },
        ]}
        value={search.status ?? ''}
        onChange={(event) => onSearch({ status: event.currentTarget.value, page: 1 })}
      />
    </>
  );
}

function SelectionActions({ selection }: Pick<TokenToolbarProps, 'selection'>) {
  const { tokens, more } = selection;
  const actions = useTokenActions(selection.clear);
  const active = tokens.filter(({ status }) => status === 'active');
  const inactive = tokens.filter(({ status }) => status === 'inactive');
  return (
    <Group gap="xs">
      <Text fw={600}>{tokens.length.toLocaleString()} selected</Text>
      {more && (
        <Button variant="subtle" loading={more.isLoading} onClick={more.select}>
          Select all {more.count.toLocaleString()} that match
        </Button>
      )}
      <Button variant="default" disabled={active.length === 0} onClick={() => actions.setActive(active, false)}>
        Deactivate
      </Button>
      <Button variant="default" disabled={inactive.length === 0} onClick={() => actions.setActive(inactive, true)}>
        Activate
      </Button>
      <Button variant="outline" color="red" onClick={() => actions.askToDelete(tokens)}>
        Delete
      </Button>
      <Button variant="subtle" onClick={selection.clear}>
        Clear selection
      </Button>
      {actions.dialog}
    </Group>
  );
}
