import type { UseQueryResult } from '@tanstack/react-query';
import type { Token } from '../../api/types.ts';
import { choiceOf } from './grants.ts';
import type { InitialToken } from './token-form.tsx';

export interface NewTokenSearch {
  /** The id of a token to copy. */
  readonly from?: string;
}

/** Reads the known part of an address and ignores the rest. */
export function readNewTokenSearch({ from }: Record<string, unknown>): NewTokenSearch {
  return typeof from === 'string' && from !== '' ? { from } : {};
}

/**
 * The first values of the form for a new token: a copy of the given token, or the defaults. Undefined while that token
 * is loading. If it cannot be read, the defaults are used.
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

/** `YYYY-MM-DD` in the reader's time zone, as date fields need it. */
function localDay(at: string): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
