import { describe, expect, it } from 'vitest';
import { queryOf, readTokenSearch } from '../src/features/tokens/token-search.ts';

describe('the address of the token list', () => {
  it.each([{ page: 3, search: 'ci', origin: 'auto', status: 'inactive', sort: 'lastUsed', order: 'asc' }, {}])(
    'keeps %j',
    (search) => {
      expect(readTokenSearch(search)).toEqual(search);
    },
  );

  it.each([
    { page: 'x' },
    { page: -1 },
    { page: 1 },
    { search: '' },
    { search: 7 },
    { origin: 'stolen' },
    { sort: 'secret' },
    { unknown: true },
  ])('drops %j', (search) => {
    expect(readTokenSearch(search)).toEqual({});
  });

  it('asks for the newest tokens first, and for descriptions from A to Z', () => {
    expect(queryOf({})).toEqual({ page: 1, pageSize: 25, sort: 'created', order: 'desc' });
    expect(queryOf({ sort: 'description' })).toMatchObject({ order: 'asc' });
  });
});
