import { expect, it } from 'vitest';
import { formatRelativeTime } from '../src/parts/time-text.tsx';

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
])('%i seconds from now is %s', (seconds, expected) => {
  expect(formatRelativeTime(new Date(NOW + seconds * 1000).toISOString(), NOW)).toBe(expected);
});
