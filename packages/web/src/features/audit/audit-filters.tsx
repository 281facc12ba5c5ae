import { Button, Menu, Select, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { actionGroups } from './action-groups.ts';
import classes from './audit.module.css';
import { type AuditSearch, type AuditSearchChanges, exportAddress } from './audit-search.ts';

interface AuditFiltersProps {
  readonly organization: string | undefined;
  readonly isServer: boolean;
  readonly search: AuditSearch;
  readonly onSearch: (changes: AuditSearchChanges) => void;
}

/** The filters of the log, and its export. */
export function AuditFilters({ organization, isServer, search, onSearch }: AuditFiltersProps) {
  const filter = (changes: AuditSearchChanges) => onSearch({ ...changes, page: 1 });
  return (
    <search className={classes.filters} aria-label="Events">
      <Select
        label="Event"
        placeholder="All events"
        className={classes.action ?? ''}
        clearable
        searchable
        data={actionGroups(isServer ? 'server' : organization === undefined ? 'account' : 'organization')}
        value={search.action ?? null}
        onChange={(action) => filter({ action: action ?? '' })}
      />
      <ActorField actor={search.actor ?? ''} onActor={(actor) => filter({ actor })} />
      <TextInput
        type="date"
        label="From"
        value={search.from ?? ''}
        onChange={(event) => filter({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label="To"
        value={search.to ?? ''}
        onChange={(event) => filter({ to: event.currentTarget.value })}
      />
      <ExportMenu organization={organization} isServer={isServer} search={search} />
    </search>
  );
}

const EXPORT_LABELS = { csv: 'CSV, for spreadsheets', jsonl: 'JSON lines, for verification' } as const;

/** Exports all events that match the filters, not only the page that is shown. */
function ExportMenu({
  organization,
  isServer,
  search,
}: Pick<AuditFiltersProps, 'organization' | 'isServer' | 'search'>) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" className={classes.export ?? ''}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['csv', 'jsonl'] as const).map((format) => (
          <Menu.Item key={format} component="a" href={exportAddress(format, search, organization, isServer)} download>
            {EXPORT_LABELS[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface ActorFieldProps {
  readonly actor: string;
  readonly onActor: (actor: string) => void;
}

/**
 * The server finds only whole names, so the filter changes only when the name is complete: on Enter, or when the field
 * loses the focus.
 */
function ActorField({ actor, onActor }: ActorFieldProps) {
  const [text, setText] = useState(actor);
  useEffect(() => setText(actor), [actor]);
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (text.trim() !== actor) onActor(text.trim());
  };
  return (
    <form onSubmit={submit} className={classes.actor}>
      <TextInput
        label="Account"
        placeholder="All accounts"
        value={text}
        maxLength={100}
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => submit()}
      />
    </form>
  );
}
