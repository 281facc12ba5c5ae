import { describe, expect, it } from 'vitest';
import { describeExpiration, expirationFault, expiresAtOf } from '../src/features/tokens/expiration.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('a token', () => {
  it.each(['7', '30', '90'] as const)('expires after %s days, to the second', (choice) => {
    expect(Date.parse(expiresAtOf({ choice, date: '' }, NOW) ?? '') - NOW).toBe(Number(choice) * 86_400_000);
  });

  it('expires at the end of the chosen day in the reader’s time zone', () => {
    const expiresAt = new Date(expiresAtOf({ choice: 'date', date: '2026-03-05' }, NOW) ?? '');
    expect([expiresAt.getDate(), expiresAt.getHours(), expiresAt.getMinutes()]).toEqual([5, 23, 59]);
  });

  it('never expires if no expiration is chosen', () => {
    expect(expiresAtOf({ choice: 'none', date: '' }, NOW)).toBeNull();
    expect(describeExpiration({ choice: 'none', date: '' }, NOW)).toBe('Does not expire.');
  });

  it.each([
    [{ choice: 'date', date: '' }, 'Choose a date'],
    [{ choice: 'date', date: 'tomorrow' }, 'Choose a date'],
    [{ choice: 'date', date: '2026-02-01' }, 'Choose a date in the future'],
    [{ choice: 'date', date: '2026-03-02' }, null],
    [{ choice: 'none', date: '' }, null],
    [{ choice: '7', date: '' }, null],
  ] as const)('with the choice %j shows the error: %s', (expiration, fault) => {
    expect(expirationFault(expiration, NOW)).toBe(fault);
  });
});
