import { describe, expect, it } from 'vitest';
import { MEMBER_ROLES, roleInWords, widerRole } from '../../src/organizations/member-role.ts';
import { governsRepositories } from '../../src/repositories/repository.ts';

describe('the roles of members', () => {
  it('are ordered, and the wider one of two is kept', () => {
    for (const [index, role] of MEMBER_ROLES.entries()) {
      for (const other of MEMBER_ROLES) {
        const wider = MEMBER_ROLES[Math.min(index, MEMBER_ROLES.indexOf(other))];
        expect([role, other, widerRole(role, other)]).toEqual([role, other, wider]);
      }
    }
  });

  it('give the repositories to owners and editors, and to nobody without a role', () => {
    expect(MEMBER_ROLES.filter(governsRepositories)).toEqual(['owner', 'editor']);
    expect(governsRepositories(null)).toBe(false);
  });

  it('have words, and an unknown role reads as the narrowest', () => {
    expect([...MEMBER_ROLES, 'admin', null].map(roleInWords)).toEqual([
      'an owner',
      'an editor',
      'a member',
      'a member',
      'a member',
    ]);
  });
});
