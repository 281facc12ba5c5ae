import { expect, it } from 'vitest';
import { z } from 'zod';
import { validationText } from '../../src/http/validation-text.ts';

const SCHEMA = z.object({
  name: z.string().min(1).max(5),
  age: z.number().int().min(3),
  list: z.array(z.string()).max(1),
  sort: z.enum(['up', 'down']),
  at: z.iso.datetime(),
  code: z.string().regex(/^\d$/),
  own: z.string().refine((text) => text === 'good', 'must be good'),
});

it('says what is wrong with a value in our own words, never in those of the library', () => {
  const textsOf = (value: object) =>
    SCHEMA.safeParse(value).error?.issues.map(({ code, message, path: _path, ...params }) =>
      validationText({ keyword: code, message, params: params as Record<string, unknown> }),
    );
  expect(
    textsOf({ name: '', age: Number.NaN, list: ['a', 'b'], sort: 'left', at: 'now', code: 'x', own: 'bad' }),
  ).toEqual([
    'must not be empty',
    'must be a number',
    'must have at most 1 item',
    'must be up or down',
    'must be a date and time, such as 2026-11-29T12:00:00Z',
    'is not in the right form',
    'must be good',
  ]);
  expect(textsOf({ name: 'too long', age: 2, list: [1], sort: 'up', at: 1, code: '1' })).toEqual([
    'must have at most 5 characters',
    'must be at least 3',
    'must be a text',
    'must be a text',
    'is missing',
  ]);
});
