import { describe, expect, it } from 'vitest';
import { exportAddress, isFiltered, queryOf, readAuditSearch } from '../src/features/audit/audit-search.ts';

const midnight = (year: number, month: number, day: number) => new Date(year, month - 1, day).toISOString();

describe('the address of an audit list', () => {
  it.each([{ page: 3, action: 'token.created', actor: 'ada', from: '2026-02-28', to: '2026-03-01' }, {}])(
    'keeps %j',
    (search) => {
      expect(readAuditSearch(search)).toEqual(search);
    },
  );

  it.each([
    { page: 0 },
    { page: 'x' },
    { action: 'token.borrowed' },
    { action: 'toString' },
    { actor: '' },
    { actor: 7 },
    { from: 'yesterday' },
    { to: '2026-13-01' },
    { unknown: true },
  ])('drops %j', (search) => {
    expect(readAuditSearch(search)).toEqual({});
  });

  it("asks for whole days in the reader's time zone, including the last one", () => {
    expect(queryOf({ from: '2026-02-28', to: '2026-02-28' })).toEqual({
      page: 1,
      pageSize: 25,
      from: midnight(2026, 2, 28),
      to: midnight(2026, 3, 1),
    });
  });

  it('asks for the events of the organization by action and account', () => {
    expect(queryOf({ page: 2, action: 'team.created', actor: 'ada' }, 'acme')).toEqual({
      page: 2,
      pageSize: 25,
      namespace: 'acme',
      action: 'team.created',
      actorName: 'ada',
    });
  });

  it('exports everything that matches, not only the current page', () => {
    const address = exportAddress('csv', { page: 2, actor: 'a&b', to: '2026-02-28' }, 'acme');
    const { pathname, searchParams } = new URL(address, 'http://localhost');
    expect(pathname).toBe('/api/audit/export');
    expect(Object.fromEntries(searchParams)).toEqual({
      format: 'csv',
      namespace: 'acme',
      actorName: 'a&b',
      to: midnight(2026, 3, 1),
    });
  });

  it('distinguishes a filter from a page number', () => {
    expect(isFiltered({ page: 2 })).toBe(false);
    expect(isFiltered({ to: '2026-02-28' })).toBe(true);
  });
});
