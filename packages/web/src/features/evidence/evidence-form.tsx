import { Autocomplete, Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import classes from './evidence.module.css';
import { exportAddress, periodOf } from './evidence-search.ts';
import { repositoriesQuery } from './use-evidence.ts';

/** What the page is about. */
export interface AskedDays {
  readonly repository: string;
  readonly from: string;
  readonly to: string;
}

interface EvidenceFormProps {
  /** The organization or the account whose repositories can be chosen. */
  readonly namespace: string;
  readonly asked: AskedDays;
  readonly onAsk: (asked: AskedDays) => void;
}

/** The repository and the period, and the export of what is shown. A deleted repository can be typed. */
export function EvidenceForm({ namespace, asked, onAsk }: EvidenceFormProps) {
  const [{ repository, from, to }, setFields] = useState(asked);
  const { data } = useQuery(repositoriesQuery(namespace, repository.trim()));
  const set = (changes: Partial<AskedDays>) => setFields((before) => ({ ...before, ...changes }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAsk({ repository: repository.trim(), from, to });
  };
  return (
    <form onSubmit={submit} className={classes.form} aria-label="Evidence">
      <Autocomplete
        label="Repository"
        placeholder={`${namespace}/app`}
        className={classes.repository ?? ''}
        required
        maxLength={255}
        autoCapitalize="none"
        spellCheck={false}
        data={data?.repositories.map(({ name }) => name) ?? []}
        filter={({ options }) => options}
        value={repository}
        onChange={(text) => set({ repository: text })}
      />
      <TextInput
        type="date"
        label="From"
        required
        max={to}
        value={from}
        onChange={(event) => set({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label="To"
        required
        min={from}
        value={to}
        onChange={(event) => set({ to: event.currentTarget.value })}
      />
      <Button type="submit">Show evidence</Button>
      {asked.repository !== '' && <Outputs asked={asked} />}
    </form>
  );
}

function Outputs({ asked }: Pick<EvidenceFormProps, 'asked'>) {
  return (
    <div className={classes.outputs}>
      <Button variant="default" onClick={() => window.print()}>
        Print
      </Button>
      <Button component="a" variant="default" href={exportAddress(periodOf(asked.repository, asked))} download>
        Export
      </Button>
    </div>
  );
}
