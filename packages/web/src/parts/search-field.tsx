import { TextInput, type TextInputProps } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';

const DELAY_MILLISECONDS = 250;

interface SearchFieldProps extends Pick<TextInputProps, 'className' | 'mb'> {
  /** What the search looks at, such as "description, repository or client". */
  readonly by: string;
  /** The text in the field when the page opens. */
  readonly value: string;
  /** Called after a short pause in typing. */
  readonly onSearch: (text: string) => void;
}

/** Filters a list while a person types. The server searches, so it also finds rows on pages that are not shown. */
export function SearchField({ by, value, onSearch, ...look }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const [before, setBefore] = useState(value);
  if (value !== before) {
    setBefore(value);
    // A button of the page, such as "Show all tokens", ended the search.
    if (value === '') setText('');
  }
  const searchSoon = useDebouncedCallback((typed: string, path: string) => {
    // A person who has opened a found row meanwhile, whose page is still loading, must not be brought back to the list.
    if (window.location.pathname === path) onSearch(typed);
  }, DELAY_MILLISECONDS);
  return (
    <TextInput
      type="search"
      aria-label={`Search by ${by}`}
      placeholder={by.charAt(0).toUpperCase() + by.slice(1)}
      maxLength={100}
      {...(look.className === undefined && { w: 280, maw: '100%' })}
      {...look}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        searchSoon(event.currentTarget.value, window.location.pathname);
      }}
    />
  );
}
