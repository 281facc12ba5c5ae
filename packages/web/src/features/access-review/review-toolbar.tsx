import { Button, Checkbox, Group, Menu, Pill, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReviewedToken } from '../../api/types.ts';
import { ConfirmDialog } from '../../parts/dialogs.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { LifetimeActions } from '../lifetimes/lifetime-actions.tsx';
import type { Selection } from '../tokens/use-selection.ts';
import classes from './access-review.module.css';
import { ReasonDialog } from './reason-dialog.tsx';
import { ReviewFilters } from './review-filters.tsx';
import { exportAddress } from './review-query.ts';
import type { ReviewSearch, ReviewSearchChanges } from './review-search.ts';
import { type SetFilter, setFilters } from './review-words.ts';
import { useRuling } from './use-access-review.ts';

interface ReviewToolbarProps {
  readonly organization: string;
  readonly search: ReviewSearch;
  readonly onSearch: (changes: ReviewSearchChanges) => void;
  /** How many tokens match; undefined before the first answer. */
  readonly total: number | undefined;
  readonly tokens: readonly ReviewedToken[];
  /** The ids of those that can be selected. */
  readonly selectable: readonly string[];
  readonly selection: Selection;
}

/** Filters for the list; while tokens are selected, what can be said of them. */
export function ReviewToolbar(props: ReviewToolbarProps) {
  const { organization, search, onSearch, total, tokens, selectable, selection } = props;
  const selected = tokens.filter(({ id }) => selection.ids.has(id));
  const set = setFilters(search);
  const [isOpen, filters] = useDisclosure(set.length > 0);
  return (
    <>
      <div
        className={`${classes.bar} ${selected.length > 0 ? classes.held : ''}`}
        role="toolbar"
        aria-label="Access review"
      >
        {selected.length > 0 ? (
          <Rulings organization={organization} selected={selected} onDone={selection.clear} />
        ) : (
          <>
            <SearchField
              by="holder or description"
              className={classes.search ?? ''}
              value={search.search ?? ''}
              onSearch={(text) => onSearch({ search: text })}
            />
            <Button
              variant="default"
              aria-expanded={isOpen}
              aria-controls="review-filters"
              onClick={filters.toggle}
              rightSection={<span aria-hidden="true">{isOpen ? '▴' : '▾'}</span>}
            >
              {set.length === 0 ? 'Filters' : `Filters (${set.length})`}
            </Button>
            <ExportMenu organization={organization} search={search} />
          </>
        )}
      </div>
      {isOpen && selected.length === 0 && (
        <ReviewFilters organization={organization} search={search} onSearch={onSearch} />
      )}
      <Group gap="xs" mb="xs" pl={10} mih={28}>
        {selectable.length > 1 && (
          <Checkbox
            aria-label="Select all tokens on this page"
            checked={selected.length === selectable.length}
            indeterminate={selected.length > 0 && selected.length < selectable.length}
            onChange={selection.toggleAll}
          />
        )}
        <Matching set={set} total={total} onSearch={onSearch} />
      </Group>
    </>
  );
}

interface MatchingProps extends Pick<ReviewToolbarProps, 'onSearch' | 'total'> {
  readonly set: readonly SetFilter[];
}

/** How many tokens there are, and what limits them. */
function Matching({ set, total, onSearch }: MatchingProps) {
  const tokens = total === 1 ? '1 access token' : `${total?.toLocaleString()} access tokens`;
  return (
    <>
      <Text size="sm" c="dimmed" role="status">
        {total !== undefined && tokens}
      </Text>
      {set.map(({ key, text }) => (
        <Pill
          key={key}
          withRemoveButton
          className={classes.pill ?? ''}
          removeButtonProps={{ 'aria-label': `Remove the filter ${text}`, 'aria-hidden': false, tabIndex: 0 }}
          onRemove={() => onSearch({ [key]: '' })}
        >
          {text}
        </Pill>
      ))}
      {set.length > 1 && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => onSearch(Object.fromEntries(set.map(({ key }) => [key, ''])))}
        >
          Remove all filters
        </Button>
      )}
    </>
  );
}

/** Exports all tokens that match the filters, not only the page that is shown. */
function ExportMenu({ organization, search }: Pick<ReviewToolbarProps, 'organization' | 'search'>) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" className={classes.export ?? ''}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={exportAddress('csv', organization, search)} download>
          CSV, for spreadsheets
        </Menu.Item>
        <Menu.Item component="a" href={exportAddress('jsonl', organization, search)} download>
          JSON lines, for programs
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface RulingsProps extends Pick<ReviewToolbarProps, 'organization'> {
  readonly selected: readonly ReviewedToken[];
  readonly onDone: () => void;
}

function Rulings({ organization, selected, onDone }: RulingsProps) {
  const ruling = useRuling(organization);
  const [isBlocking, blocking] = useDisclosure();
  const [isLifting, lifting] = useDisclosure();
  const idsOf = (isSo: (token: ReviewedToken) => boolean) => selected.filter(isSo).map(({ id }) => id);
  const blocked = idsOf(({ hold }) => hold?.type === 'blocked');
  const toBlock = idsOf(({ hold }) => hold?.type !== 'blocked');
  const toApprove = idsOf(isToApprove);
  const approve = () => ruling.mutate({ ruling: 'approve', tokens: toApprove }, { onSuccess: onDone });
  const lift = () =>
    ruling.mutate(
      { ruling: 'lift', tokens: blocked },
      {
        onSuccess: () => {
          lifting.close();
          onDone();
        },
      },
    );
  return (
    <Group gap="xs">
      <Text fw={600}>{selected.length} selected</Text>
      <Button variant="outline" color="red" disabled={toBlock.length === 0} onClick={blocking.open}>
        Block here
      </Button>
      <Button variant="default" disabled={blocked.length === 0} onClick={lifting.open}>
        Lift block
      </Button>
      <Button variant="default" disabled={toApprove.length === 0} loading={ruling.isPending} onClick={approve}>
        Approve
      </Button>
      <LifetimeActions organization={organization} selected={selected} />
      <Button variant="subtle" onClick={onDone}>
        Clear selection
      </Button>
      <ReasonDialog
        organization={organization}
        ruling="block"
        tokens={toBlock}
        isOpen={isBlocking}
        onClose={blocking.close}
        onDone={onDone}
      />
      <ConfirmDialog
        title={blocked.length === 1 ? 'Lift the block?' : `Lift ${blocked.length} blocks?`}
        action="Lift block"
        change={ruling}
        isOpen={isLifting}
        onClose={lifting.close}
        onConfirm={lift}
      >
        {blocked.length === 1
          ? `The token reaches ${organization} again. Newer tokens of its holder that wait for an approval reach it too, unless another token of the holder is still blocked.`
          : `The tokens reach ${organization} again. Newer tokens of their holders that wait for an approval reach it too, unless another token of the holder is still blocked.`}
      </ConfirmDialog>
    </Group>
  );
}

function isToApprove({ hold, findings }: ReviewedToken): boolean {
  if (hold) return hold.type === 'waiting' || hold.type === 'refused';
  return findings.some(({ kind }) => kind === 'not-approved');
}
