import type { UseQueryResult } from '@tanstack/react-query';
import type { Token } from '../../api/types.ts';
import { choiceOf } from './grants.ts';
import type { InitialToken } from './token-form.tsx';

export interface NewTokenSearch {
  /** The id of a token to begin with. */
  readonly from?: string;
}

/** Reads the known part of an address and ignores the rest. */
export function readNewTokenSearch({ from }: Record<string, unknown>): NewTokenSearch {
  return typeof from === 'string' && from !== '' ? { from } : {};
}

/**
 * What the form for a new token begins with: a copy of the token that is asked for, or else the standard. Undefined while
 * that token is read; one that cannot be read is left out.
 */
export function initialToken(
  { from }: NewTokenSearch,
  { data, isError }: Pick<UseQueryResult<Token>, 'data' | 'isError'>,
  standard: InitialToken,
): InitialToken | undefined {
  if (from === undefined || isError) return standard;
  return data && copyOf(data, standard);
}

function copyOf({ description, grants, expiresAt }: Token, standard: InitialToken): InitialToken {
  const day = expiresAt !== null && Date.parse(expiresAt) > Date.now() ? localDay(expiresAt) : undefined;
  const expiration = expiresAt === null ? ({ choice: 'none', date: '' } as const) : standard.expiresAt;
  return {
    description: `${description} (copy)`.slice(0, 100),
    grants: choiceOf(grants) ?? standard.grants,
    expiresAt: day === undefined ? expiration : { choice: 'date', date: day },
  };
}

/** `YYYY-MM-DD` in the zone of the reader, as the field for dates wants it. */
function localDay(at: string): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
