import { Button, Group, Menu, Select, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReviewedToken } from '../../api/types.ts';
import { ConfirmDialog } from '../../parts/dialogs.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { LifetimeActions } from '../lifetimes/lifetime-actions.tsx';
import classes from './access-review.module.css';
import { ReasonDialog } from './reason-dialog.tsx';
import {
  exportAddress,
  KINDS,
  NOTICED,
  type ReviewSearch,
  type ReviewSearchChanges,
  SORTS,
  STATES,
} from './review-search.ts';
import { useRuling } from './use-access-review.ts';

interface ReviewToolbarProps {
  readonly organization: string;
  readonly search: ReviewSearch;
  readonly onSearch: (changes: ReviewSearchChanges) => void;
  readonly selected: readonly ReviewedToken[];
  readonly onDone: () => void;
}

/** Filters for the list; while tokens are selected, what can be said of them. */
export function ReviewToolbar({ organization, search, onSearch, selected, onDone }: ReviewToolbarProps) {
  return (
    <div className={classes.bar} role="toolbar" aria-label="Access review">
      {selected.length > 0 ? (
        <Rulings organization={organization} selected={selected} onDone={onDone} />
      ) : (
        <Filters organization={organization} search={search} onSearch={onSearch} />
      )}
    </div>
  );
}

function Filters({ organization, search, onSearch }: Pick<ReviewToolbarProps, 'organization' | 'search' | 'onSearch'>) {
  return (
    <>
      <SearchField
        by="holder or description"
        className={classes.search ?? ''}
        value={search.search ?? ''}
        onSearch={(text) => onSearch({ search: text })}
      />
      <Choice
        label="Kind"
        placeholder="Any kind"
        names={KINDS}
        value={search.kind}
        onChange={(kind) => onSearch({ kind })}
      />
      <Choice
        label="Finding"
        placeholder="Any finding"
        names={NOTICED}
        value={search.finding}
        onChange={(finding) => onSearch({ finding })}
      />
      <Choice
        label="State"
        placeholder="Any state"
        names={STATES}
        value={search.state}
        onChange={(state) => onSearch({ state })}
      />
      <Select
        aria-label="Order"
        className={classes.choice ?? ''}
        allowDeselect={false}
        data={optionsOf(SORTS)}
        value={search.sort ?? 'created'}
        onChange={(sort) => onSearch({ sort: sort ?? '' })}
      />
      <ExportMenu organization={organization} search={search} />
    </>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly placeholder: string;
  readonly names: Readonly<Record<string, string>>;
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
}

function Choice({ label, placeholder, names, value, onChange }: ChoiceProps) {
  return (
    <Select
      aria-label={label}
      placeholder={placeholder}
      className={classes.choice ?? ''}
      clearable
      data={optionsOf(names)}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  );
}

function optionsOf(names: Readonly<Record<string, string>>) {
  return Object.entries(names).map(([value, label]) => ({ value, label }));
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

function Rulings({ organization, selected, onDone }: Pick<ReviewToolbarProps, 'organization' | 'selected' | 'onDone'>) {
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
        The token reaches {organization} again. Newer tokens of its holder that wait for an approval reach it too,
        unless another token of the same holder is still blocked.
      </ConfirmDialog>
    </Group>
  );
}

function isToApprove({ hold, findings }: ReviewedToken): boolean {
  if (hold) return hold.type === 'waiting' || hold.type === 'refused';
  return findings.some(({ kind }) => kind === 'not-approved');
}
