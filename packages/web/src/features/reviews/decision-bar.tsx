import { FINDINGS } from '@lanyard/core/access-review/findings';
import { Button, Checkbox, Group, SegmentedControl, Select, Text } from '@mantine/core';
import { SearchField } from '../../parts/search-field.tsx';
import classes from '../access-review/access-review.module.css';
import type { ItemFilter } from './use-reviews.ts';

interface DecisionBarProps {
  readonly filter: ItemFilter;
  readonly onFilter: (changes: Partial<ItemFilter>) => void;
  /** An owner can show only what the owners are asked about, where each member decides. */
  readonly canShowOwn: boolean;
  readonly selected: readonly string[];
  readonly isBusy: boolean;
  readonly onKeep: (tokens: readonly string[]) => void;
  readonly onBlock: (tokens: readonly string[]) => void;
  readonly onClear: () => void;
}

/** Filters; while tokens are selected, the two decisions. */
export function DecisionBar({ selected, isBusy, onKeep, onBlock, onClear, ...filters }: DecisionBarProps) {
  if (selected.length === 0) return <Filters {...filters} />;
  return (
    <Group className={`${classes.bar} ${classes.held}`} role="toolbar" aria-label="Decisions" gap="xs">
      <Text fw={600}>{selected.length} selected</Text>
      <Button loading={isBusy} onClick={() => onKeep(selected)}>
        Keep
      </Button>
      <Button variant="outline" color="red" disabled={isBusy} onClick={() => onBlock(selected)}>
        Block here
      </Button>
      <Button variant="subtle" onClick={onClear}>
        Clear selection
      </Button>
    </Group>
  );
}

const DECISIONS = [
  { value: 'undecided', label: 'Undecided' },
  { value: 'keep', label: 'Kept' },
  { value: 'block', label: 'Blocked' },
  { value: '', label: 'All' },
];

function Filters({ filter, onFilter, canShowOwn }: Pick<DecisionBarProps, 'filter' | 'onFilter' | 'canShowOwn'>) {
  return (
    <div className={classes.bar} role="toolbar" aria-label="Filters">
      <SegmentedControl
        aria-label="Decision"
        data={DECISIONS}
        value={filter.decision ?? ''}
        onChange={(decision) => onFilter({ decision: (decision || undefined) as ItemFilter['decision'] })}
      />
      <SearchField
        by="holder"
        className={classes.search ?? ''}
        value={filter.search ?? ''}
        onSearch={(text) => onFilter({ search: text || undefined })}
      />
      <Select
        aria-label="Finding"
        placeholder="Any finding"
        className={classes.choice ?? ''}
        clearable
        data={Object.entries(FINDINGS).map(([value, { label }]) => ({ value, label }))}
        value={filter.finding ?? null}
        onChange={(finding) => onFilter({ finding: (finding ?? undefined) as ItemFilter['finding'] })}
      />
      {canShowOwn && (
        <Checkbox
          label="Only those that ask me"
          checked={filter.mine === 'true'}
          onChange={(event) => onFilter({ mine: event.currentTarget.checked ? 'true' : undefined })}
        />
      )}
    </div>
  );
}
