import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditAction, AuditData, AuditParty } from '../../src/audit/audit-event.ts';
import { rightHolders } from '../../src/evidence/access-at.ts';
import {
  type AccessEvent,
  concernedHolders,
  concernsPeople,
  TEAM_MEMBER_ACTIONS,
} from '../../src/evidence/access-events.ts';
import { AccessFold } from '../../src/evidence/access-fold.ts';
import { MEMBER_ROLES, type MemberRole } from '../../src/organizations/member-role.ts';
import { type RepositoryRight, rightOf } from '../../src/repositories/repository.ts';
import { testRuns } from '../test-runs.ts';

const PEOPLE = ['ada', 'bob', 'eve', 'kim'];
const TEAM_NAMES = ['red', 'blue'];
const RIGHTS = ['read', 'write', 'admin'] as const;
const REPOSITORIES = ['acme/app', 'acme/web'];
const ASKED = { fullName: 'acme/app', namespace: 'acme', namespaceType: 'organization' } as const;

interface Row {
  readonly repository: string;
  readonly type: 'team' | 'account';
  readonly holder: string;
  readonly right: RepositoryRight;
}

/** The tables of a server: a row for each fact, changed as the use cases change them. */
class Tables {
  roles: [name: string, role: MemberRole][] = [['ada', 'owner']];
  teams: { id: string; name: string }[] = [];
  teamMembers: [team: string, name: string][] = [];
  repositories: { id: string; name: string; visibility: 'public' | 'private' }[] = [];
  rights: Row[] = [];
  readonly events: AccessEvent[] = [
    eventOf('organization.created', party('organization', 'o', 'acme'), { owner: 'ada' }),
  ];
  #ids = 0;

  id = () => `id-${this.#ids++}`;
  roleOf = (name: string) => this.roles.find(([one]) => one === name)?.[1];
  teamNamed = (name: string) => this.teams.find((team) => team.name === name);
  repositoryNamed = (name: string) => this.repositories.find((one) => one.name === name);

  add(action: AuditAction, subject: AuditParty, data: AuditData = {}, actor = party('account', 'id-ada', 'ada')) {
    this.events.push({ ...eventOf(action, subject, data), actor });
  }

  rightOf(name: string): RepositoryRight | undefined {
    const repository = this.repositoryNamed(ASKED.fullName);
    if (!repository) return undefined;
    const here = this.rights.filter((row) => row.repository === repository.id);
    const teams = this.teamMembers.filter(([, one]) => one === name).map(([team]) => team);
    const widest = (rows: readonly Row[]) =>
      RIGHTS.findLast((right) => rows.some((row) => row.right === right)) ?? null;
    return rightOf(
      {
        namespaceOwnerId: 'o',
        repositoryId: repository.id,
        policy: null,
        role: this.roleOf(name) ?? null,
        accountRight: widest(here.filter(({ type, holder }) => type === 'account' && holder === name)),
        teamRight: widest(here.filter(({ type, holder }) => type === 'team' && teams.includes(holder))),
      },
      name,
    );
  }
}

function party(type: AuditParty['type'], id: string, name: string): AuditParty {
  return { type, id, name };
}

function eventOf(action: AuditAction, subject: AuditParty, data: AuditData): AccessEvent {
  return { action, subject, data, actor: party('account', 'id-ada', 'ada') };
}

const account = (name: string) => party('account', `id-${name}`, name);
const person = fc.constantFrom(...PEOPLE);
const teamName = fc.constantFrom(...TEAM_NAMES);
const repositoryName = fc.constantFrom(...REPOSITORIES);
const right = fc.constantFrom(...RIGHTS);
type Step = (tables: Tables) => void;

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(person, fc.constantFrom(...MEMBER_ROLES)).map(([name, role]) => (tables: Tables) => {
    const before = tables.roleOf(name);
    if (before === role) return;
    tables.roles = [...tables.roles.filter(([one]) => one !== name), [name, role]];
    tables.add(before ? 'member.role-changed' : 'member.added', account(name), { role, ...(before && { before }) });
  }),
  person.map((name) => (tables: Tables) => {
    if (!tables.roleOf(name)) return;
    tables.roles = tables.roles.filter(([one]) => one !== name);
    tables.teamMembers = tables.teamMembers.filter(([, one]) => one !== name);
    tables.rights = tables.rights.filter(({ type, holder }) => type !== 'account' || holder !== name);
    tables.add('member.removed', account(name));
  }),
  teamName.map((name) => (tables: Tables) => {
    if (tables.teamNamed(name)) return;
    const team = { id: tables.id(), name };
    tables.teams.push(team);
    tables.add('team.created', party('team', team.id, name));
  }),
  fc.tuple(teamName, fc.constantFrom(...TEAM_NAMES, 'green')).map(([before, after]) => (tables: Tables) => {
    const team = tables.teamNamed(before);
    if (!team || tables.teamNamed(after)) return;
    team.name = after;
    tables.add('team.changed', party('team', team.id, after), { before, after });
  }),
  fc.constantFrom(...TEAM_NAMES, 'green').map((name) => (tables: Tables) => {
    const team = tables.teamNamed(name);
    if (!team) return;
    tables.teams = tables.teams.filter((one) => one !== team);
    tables.teamMembers = tables.teamMembers.filter(([id]) => id !== team.id);
    tables.rights = tables.rights.filter(({ type, holder }) => type !== 'team' || holder !== team.id);
    tables.add('team.deleted', party('team', team.id, name));
  }),
  fc.tuple(teamName, person, fc.boolean()).map(([name, who, isIn]) => (tables: Tables) => {
    const team = tables.teamNamed(name);
    const wasIn = tables.teamMembers.some(([id, one]) => id === team?.id && one === who);
    if (!team || !tables.roleOf(who) || wasIn === isIn) return;
    tables.teamMembers = tables.teamMembers.filter(([id, one]) => id !== team.id || one !== who);
    if (isIn) tables.teamMembers.push([team.id, who]);
    tables.add(isIn ? 'team.member-added' : 'team.member-removed', account(who), { team: name });
  }),
  fc.tuple(repositoryName, person, fc.boolean()).map(([name, who, isPublic]) => (tables: Tables) => {
    const role = tables.roleOf(who);
    if (tables.repositoryNamed(name) || !role) return;
    const visibility = isPublic ? ('public' as const) : ('private' as const);
    const repository = { id: tables.id(), name, visibility };
    tables.repositories.push(repository);
    if (role === 'member') {
      tables.rights.push({ repository: repository.id, type: 'account', holder: who, right: 'admin' });
    }
    tables.add('repository.created', party('repository', repository.id, name), { visibility }, account(who));
  }),
  repositoryName.map((name) => (tables: Tables) => {
    const repository = tables.repositoryNamed(name);
    if (!repository) return;
    const before = repository.visibility;
    repository.visibility = before === 'public' ? 'private' : 'public';
    const facts = { before, after: repository.visibility };
    tables.add('repository.changed', party('repository', repository.id, name), facts);
  }),
  repositoryName.map((name) => (tables: Tables) => {
    const repository = tables.repositoryNamed(name);
    if (!repository) return;
    tables.repositories = tables.repositories.filter((one) => one !== repository);
    tables.rights = tables.rights.filter((row) => row.repository !== repository.id);
    tables.add('repository.deleted', party('repository', repository.id, name));
  }),
  fc
    .tuple(repositoryName, fc.oneof(person, teamName), fc.option(right))
    .map(([name, who, given]) => (tables: Tables) => {
      const repository = tables.repositoryNamed(name);
      const isTeam = TEAM_NAMES.includes(who);
      const holder = isTeam ? tables.teamNamed(who)?.id : tables.roleOf(who) && who;
      if (!repository || holder === undefined) return;
      const type = isTeam ? ('team' as const) : ('account' as const);
      const isHeld = (row: Row) => row.repository === repository.id && row.type === type && row.holder === holder;
      const before = tables.rights.find(isHeld)?.right ?? null;
      if (before === given) return;
      tables.rights = tables.rights.filter((row) => !isHeld(row));
      const subject = party('repository', repository.id, name);
      if (given === null) return tables.add('repository.right-removed', subject, { [type]: who, before });
      tables.rights.push({ repository: repository.id, type, holder, right: given });
      tables.add('repository.right-set', subject, { [type]: who, right: given, before });
    }),
);

describe('who could reach a repository', () => {
  it('is what the tables and the rule of rights said after each change', () => {
    const property = fc.property(fc.array(steps, { maxLength: 60 }), (changes) => {
      const tables = new Tables();
      const fold = new AccessFold(ASKED);
      let added = 0;
      for (const change of changes) {
        change(tables);
        for (const event of tables.events.slice(added)) fold.add(event);
        added = tables.events.length;
        const { visibility, holders, members } = fold.access();
        expect(visibility).toBe(tables.repositoryNamed(ASKED.fullName)?.visibility ?? null);
        expect(members).toEqual(tables.roles.map(([name]) => name).sort());
        const expected = PEOPLE.flatMap((name) => ({ name, right: tables.rightOf(name) })).filter((one) => one.right);
        expect(holders.map(({ name, right: held }) => ({ name, right: held }))).toEqual(expected);
      }
    });
    fc.assert(property, { numRuns: testRuns(300) });
  });

  it('needs of teams and members only those who ever could have a right to it', () => {
    const property = fc.property(fc.array(steps, { maxLength: 60 }), (changes) => {
      const tables = new Tables();
      for (const change of changes) change(tables);
      const { names, accounts } = concernedHolders(tables.events);
      const isInTeam = ({ action }: AccessEvent) => (TEAM_MEMBER_ACTIONS as readonly string[]).includes(action);
      const isOfTeam = (event: AccessEvent) => !isInTeam(event) || names.has(String(event.data.team));
      const inTeams = tables.events.filter((event) => isInTeam(event) && isOfTeam(event));
      const people = new Set([...accounts, ...inTeams.map(({ subject }) => subject.name)]);
      const [all, some] = [new AccessFold(ASKED), new AccessFold(ASKED)];
      for (const event of tables.events) {
        all.add(event);
        if (isOfTeam(event) && concernsPeople(event, people)) some.add(event);
      }
      expect(some.access().holders).toEqual(all.access().holders);
    });
    fc.assert(property, { numRuns: testRuns(300) });
  });

  it('names every source of a right, the owner first', () => {
    const sources = [
      ['bob', { type: 'account', right: 'read' }],
      ['bob', { type: 'team', team: 'red', right: 'write' }],
      ['bob', { type: 'team', team: 'blue', right: 'read' }],
      ['ada', { type: 'owner', right: 'admin' }],
    ] as const;
    expect(rightHolders(sources)).toEqual([
      { name: 'ada', right: 'admin', through: [sources[3][1]] },
      { name: 'bob', right: 'write', through: [sources[2][1], sources[1][1], sources[0][1]] },
    ]);
  });

  it('takes a word that it does not know for no right, and the account for the owner of its namespace', () => {
    const fold = new AccessFold({ fullName: 'ada/app', namespace: 'ada', namespaceType: 'account' });
    const subject = party('repository', 'r', 'ada/app');
    fold.add(eventOf('repository.created', subject, { visibility: 'private' }));
    fold.add(eventOf('repository.right-set', subject, { account: 'bob', right: 'write', before: null }));
    fold.add(eventOf('repository.right-set', subject, { account: 'eve', right: 'everything', before: null }));
    const holders = fold.access().holders.map(({ name, right: held }) => `${name} ${held}`);
    expect(holders).toEqual(['ada admin', 'bob write']);
  });
});
