import { REPOSITORY_RIGHTS, type RepositoryRight } from '../repositories/repository.ts';
import { type AccessAt, type RightSource, rightHolders } from './access-at.ts';
import type { AccessEvent } from './access-events.ts';

export interface FoldedRepository {
  /** `namespace/name`. */
  readonly fullName: string;
  readonly namespace: string;
  readonly namespaceType: 'account' | 'organization';
}

interface Team {
  readonly name: string;
  readonly members: Set<string>;
}

/**
 * Takes the events of a namespace in the order of the log, and says who can reach one repository after each of them. Other
 * events change nothing. It is the same rule as `rightOf`. It also knows what changes without an event: a member who
 * leaves loses teams and rights, and a member who creates a repository administers it.
 */
export class AccessFold {
  readonly #asked: FoldedRepository;
  readonly #roles = new Map<string, string>();
  readonly #teams = new Map<string, Team>();
  readonly #teamIds = new Map<string, string>();
  readonly #accountRights = new Map<string, RepositoryRight>();
  readonly #teamRights = new Map<string, RepositoryRight>();
  #visibility: AccessAt['visibility'] = null;

  constructor(asked: FoldedRepository) {
    this.#asked = asked;
  }

  add(event: AccessEvent): void {
    const { action, subject, data } = event;
    switch (action) {
      case 'organization.created':
        this.#roles.set(String(data.owner), 'owner');
        return;
      case 'member.added':
      case 'member.role-changed':
        this.#roles.set(subject.name, String(data.role));
        return;
      case 'member.removed':
        this.#forgetMember(subject.name);
        return;
      case 'team.created':
      case 'team.changed':
        this.#nameTeam(subject.id, subject.name);
        return;
      case 'team.deleted':
        this.#forgetTeam(subject.id);
        return;
      case 'team.member-added':
        this.#teamNamed(data.team)?.members.add(subject.name);
        return;
      case 'team.member-removed':
        this.#teamNamed(data.team)?.members.delete(subject.name);
        return;
      default:
        if (subject.type === 'repository' && subject.name === this.#asked.fullName) this.#addOfRepository(event);
    }
  }

  /** After all events that were added. */
  access(): AccessAt {
    const members = [...this.#roles.keys()].sort();
    return { visibility: this.#visibility, holders: rightHolders(this.#sources()), members };
  }

  #addOfRepository(event: AccessEvent): void {
    const { action, actor, data } = event;
    switch (action) {
      case 'repository.created': {
        this.#begin(visibilityOf(data.visibility));
        const isMember = actor.type === 'account' && this.#roles.get(actor.name) === 'member';
        if (isMember) this.#accountRights.set(actor.name, 'admin');
        return;
      }
      case 'repository.changed':
        this.#visibility = visibilityOf(data.after);
        return;
      case 'repository.deleted':
        this.#begin(null);
        return;
      case 'repository.right-set':
        this.#setRight(event, rightOfFact(data.right));
        return;
      case 'repository.right-removed':
        this.#setRight(event, undefined);
        return;
    }
  }

  #begin(visibility: AccessAt['visibility']): void {
    this.#visibility = visibility;
    this.#accountRights.clear();
    this.#teamRights.clear();
  }

  #setRight({ data }: AccessEvent, right: RepositoryRight | undefined): void {
    const isOfTeam = typeof data.team === 'string';
    const holder = isOfTeam ? this.#teamIds.get(String(data.team)) : data.account;
    if (typeof holder !== 'string') return;
    const rights = isOfTeam ? this.#teamRights : this.#accountRights;
    if (right === undefined) rights.delete(holder);
    else rights.set(holder, right);
  }

  #teamNamed(name: unknown): Team | undefined {
    return this.#teams.get(this.#teamIds.get(String(name)) ?? '');
  }

  #nameTeam(id: string, name: string): void {
    this.#dropName(id);
    this.#teamIds.set(name, id);
    this.#teams.set(id, { name, members: this.#teams.get(id)?.members ?? new Set() });
  }

  #forgetTeam(id: string): void {
    this.#dropName(id);
    this.#teams.delete(id);
    this.#teamRights.delete(id);
  }

  /** Another team may have the name already. */
  #dropName(id: string): void {
    const name = this.#teams.get(id)?.name;
    if (name !== undefined && this.#teamIds.get(name) === id) this.#teamIds.delete(name);
  }

  #forgetMember(name: string): void {
    this.#roles.delete(name);
    this.#accountRights.delete(name);
    for (const { members } of this.#teams.values()) members.delete(name);
  }

  *#sources(): Generator<readonly [string, RightSource]> {
    if (this.#visibility === null) return;
    const { namespace, namespaceType } = this.#asked;
    if (namespaceType === 'account') yield [namespace, { type: 'owner', right: 'admin' }];
    for (const [name, role] of this.#roles)
      if (role === 'owner' || role === 'editor') yield [name, { type: role, right: 'admin' }];
    for (const [id, right] of this.#teamRights) {
      const team = this.#teams.get(id);
      for (const name of team?.members ?? []) yield [name, { type: 'team', team: team?.name ?? '', right }];
    }
    for (const [name, right] of this.#accountRights) yield [name, { type: 'account', right }];
  }
}

function visibilityOf(fact: unknown): 'public' | 'private' {
  return fact === 'public' ? 'public' : 'private';
}

/** A word that is no right gives none. */
function rightOfFact(fact: unknown): RepositoryRight | undefined {
  return REPOSITORY_RIGHTS.find((right) => right === fact);
}
