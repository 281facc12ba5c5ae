import { fieldWords, refusalInWords } from '@lanyard/core/field-words';
import { ROUTES } from '@lanyard/server/app/route-table';
import { pageSurface } from '@lanyard/server/protocols/pages/page';
import { expect, it } from 'vitest';
import { z } from 'zod';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** Every place of a request, as an error names it. */
function placesIn(schema: Schema, at = ''): readonly string[] {
  const under = (name: string) => (at === '' ? name : `${at}.${name}`);
  const own = at === '' ? [] : [at];
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, one]) => placesIn(one, under(name)));
  const items = schema.items ? placesIn(schema.items, under('0')) : [];
  const choices = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((some) => some ?? []);
  return [...own, ...fields, ...items, ...choices.flatMap((one) => placesIn(one, at))];
}

const sent = ROUTES.filter(({ surface }) => surface === 'api' || surface === 'page').flatMap(({ request }) =>
  [request.params, request.query, request.body].filter((one) => one !== undefined),
);
const places = new Set(
  sent.flatMap((schema) => placesIn(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema)),
);

it('every field that a page can send has a name in words: no path, no name of code', () => {
  expect(places.size).toBeGreaterThan(100);
  const isInWords = (words: string) => /^(?:[a-z-]+|ID|URL)(?:,? (?:[a-z-]+|ID|URL|\d+))*$/.test(words);
  expect([...places].filter((place) => !isInWords(fieldWords(place)))).toEqual([]);
});

it('a place in a list is counted from 1', () => {
  expect(fieldWords('grants.0.pattern')).toBe('permission 1, repository');
  expect(fieldWords('grants[2].actions')).toBe('permission 3, actions');
  expect(fieldWords('hosts.1')).toBe('address 2');
  expect(fieldWords('maximumTokenLifetimeSeconds')).toBe('maximum token lifetime');
});

it('only the name of the field that has the fault becomes words', () => {
  expect(refusalInWords('grants.0.pattern: is malformed', 'grants.0.pattern')).toBe(
    'permission 1, repository: is malformed',
  );
  expect(refusalInWords('sign in first', undefined)).toBe('sign in first');
  expect(refusalInWords('the name is taken', 'name')).toBe('the name is taken');
});

it('a page about an error names the field in words', () => {
  const body = pageSurface.errorBody({ status: 400, text: 'pageSize: must be at most 100', field: 'pageSize' });
  expect(body).toContain('Page size: must be at most 100.');
});
