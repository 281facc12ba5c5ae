import { describe, expect, it } from 'vitest';
import { parseScimFilter } from '../../src/directory/scim-filter.ts';

const ATTRIBUTES = ['userName', 'emails[type eq "work"].value'] as const;

describe('the filter with which directories look users up', () => {
  it.each([
    ['userName eq "ada@example.com"', 'userName', 'ada@example.com'],
    ['USERNAME EQ "Ada"', 'userName', 'Ada'],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "a"', 'userName', 'a'],
    ['userName eq "quo\\"te"', 'userName', 'quo"te'],
    ['emails[type eq "work"].value eq "a@example.com"', 'emails[type eq "work"].value', 'a@example.com'],
  ] as const)('can be %s', (text, attribute, value) => {
    expect(parseScimFilter(text, ATTRIBUTES)).toEqual({ attribute, value });
  });

  it.each([
    '',
    'userName',
    'userName sw "a"',
    'userName eq a',
    'userName eq "a" or 1 eq 1',
    'password eq "a"',
    'userName eq "\\x"',
  ])('cannot be %j', (text) => {
    expect(() => parseScimFilter(text, ATTRIBUTES)).toThrow();
  });
});
