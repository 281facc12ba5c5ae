import { describe, expect, it } from 'vitest';
import { readRepositoriesSearch, readTeamsSearch } from '../src/features/organizations/organization-search.ts';

describe("the address of an organization's lists", () => {
  it('keeps the page and the opened item, and drops everything else', () => {
    const search = { page: 2, repository: 'acme/app' };
    expect(readRepositoriesSearch({ ...search, unknown: 1 })).toEqual(search);
    expect(readRepositoriesSearch({ page: 1, repository: '' })).toEqual({});
    expect(readRepositoriesSearch({ page: 'x', repository: 7 })).toEqual({});
    expect(readTeamsSearch({ team: 'builders', page: 2 })).toEqual({ team: 'builders' });
    expect(readTeamsSearch({ team: undefined })).toEqual({});
  });
});
