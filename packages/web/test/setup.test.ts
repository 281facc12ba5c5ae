import { describe, expect, it } from 'vitest';
import { type SetupState, setupStep } from '../src/features/accounts/setup/use-setup.ts';
import { codeOfFragment } from '../src/features/accounts/use-fragment-code.ts';

const stepOf = (state: Partial<SetupState>) =>
  setupStep({
    isOpen: false,
    isAdministrator: true,
    organizations: 0,
    manualTokens: 0,
    isOrganizationSkipped: false,
    hasRegistryHost: false,
    isRegistrySkipped: false,
    ...state,
  });

describe('the set-up', () => {
  it('starts with the administrator, even if somebody is signed in', () => {
    expect(stepOf({ isOpen: true })).toBe('administrator');
    expect(stepOf({ isOpen: true, isAdministrator: false, manualTokens: 3 })).toBe('administrator');
  });

  it('continues where it stopped', () => {
    expect(stepOf({})).toBe('organization');
    expect(stepOf({ isOrganizationSkipped: true })).toBe('registry');
    expect(stepOf({ organizations: 1 })).toBe('registry');
    expect(stepOf({ organizations: 1, hasRegistryHost: true })).toBe('token');
    expect(stepOf({ organizations: 1, isRegistrySkipped: true })).toBe('token');
    expect(stepOf({ organizations: 1, manualTokens: 1 })).toBe('use');
    expect(stepOf({ manualTokens: 1 })).toBe('use');
  });

  it('is closed to people who are not administrators', () => {
    expect(stepOf({ isAdministrator: false, organizations: 1 })).toBe('closed');
  });
});

describe('the code in a link', () => {
  it.each([
    ['#AAAA-BBBB-CCCC-DDDD', 'AAAA-BBBB-CCCC-DDDD'],
    ['#code=x_-9', 'x_-9'],
    ['#', ''],
    ['#code=', ''],
    ['', ''],
    ['#%', '%'],
  ])('in %j is %j', (fragment, code) => {
    expect(codeOfFragment(fragment)).toBe(code);
  });
});
