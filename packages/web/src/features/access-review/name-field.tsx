import { Autocomplete } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type UseQueryOptions, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';

const TYPED_MILLISECONDS = 200;
export const NAMES_SHOWN = 8;

interface NameFieldProps<Found, Key extends readonly unknown[]> {
  readonly label: string;
  readonly placeholder: string;
  readonly maxLength: number;
  /** The name that the list is limited to; empty for none. */
  readonly value: string;
  readonly onName: (name: string) => void;
  /** What the server finds for a part of a name. */
  readonly search: (typed: string) => UseQueryOptions<Found, Error, Found, Key>;
  readonly namesOf: (found: Found, typed: string) => readonly string[];
  /** The whole name of what was typed. */
  readonly complete?: (typed: string) => string;
}

/**
 * Names are suggested while a person types. The list knows only whole names, so it follows when one is chosen, on Enter,
 * or when the field loses the focus.
 */
export function NameField<Found, Key extends readonly unknown[]>(props: NameFieldProps<Found, Key>) {
  const { label, placeholder, maxLength, value, onName, search, namesOf, complete = (typed) => typed } = props;
  const [text, setText] = useState(value);
  const [before, setBefore] = useState(value);
  if (value !== before) {
    setBefore(value);
    setText(value);
  }
  const [typed] = useDebouncedValue(text.trim(), TYPED_MILLISECONDS);
  const { data } = useQuery({ ...search(typed), enabled: typed !== '' && typed !== value });
  const submit = (name: string) => {
    const whole = name === '' ? '' : complete(name);
    setText(whole);
    if (whole !== value) onName(whole);
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit(text.trim());
  };
  return (
    <form onSubmit={send}>
      <Autocomplete
        label={label}
        placeholder={placeholder}
        maxLength={maxLength}
        autoCapitalize="none"
        spellCheck={false}
        data={typed === '' || data === undefined ? [] : [...namesOf(data, typed)]}
        filter={({ options }) => options}
        limit={NAMES_SHOWN}
        clearable
        value={text}
        onChange={setText}
        onOptionSubmit={submit}
        onClear={() => submit('')}
        onBlur={() => submit(text.trim())}
      />
    </form>
  );
}
