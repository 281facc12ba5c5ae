import { expect, it } from 'vitest';
import { ApiFault, faultText } from '../src/api/api-fault.ts';

it('a page names a field as its form does, not as a path', () => {
  const fault = new ApiFault(400, 'maximumTokenLifetimeSeconds: must be at least 1', {
    field: 'maximumTokenLifetimeSeconds',
  });
  expect(faultText(fault)).toBe('Maximum token lifetime: must be at least 1.');
  expect(faultText(new ApiFault(403, 'sign in first'))).toBe('Sign in first.');
});
