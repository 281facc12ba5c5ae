import type { AnnouncedRule } from '@lanyard/core/lifetimes/announced-rules';
import type { Exemption } from '@lanyard/core/lifetimes/exemption';
import { countOf, type Page, type Paged, paged } from '../../paged.ts';
import type { Connection } from '../../schema.ts';

/** A token or a member that a rule of one organization does not bind until a date. */
export interface KeptExemption extends Exemption {
  readonly organizationId: string;
  /** The token's id, or the account's: one of the two is null. */
  readonly subjectId: string;
  readonly tokenId: string | null;
  readonly accountId: string | null;
  readonly reason: string;
  readonly at: number;
  /** The name of the account that made it. */
  readonly madeBy: string;
}

/** With whom it is about; `description` is null for a member. */
export interface ListedExemption extends KeptExemption {
  readonly holder: string;
  readonly description: string | null;
  readonly grants: string | null;
}

declare module '../../schema.ts' {
  interface Schema {
    ruleExemptions: KeptExemption;
  }
}

export function ruleExemptionReads({ database, lists }: Connection) {
  const all = database.selectFrom('ruleExemptions').selectAll();
  return {
    /** Of a token, or of its holder; those that are over are left out. */
    of: async (
      organizationId: string,
      subjectIds: readonly string[],
      now: number,
    ): Promise<readonly KeptExemption[]> => {
      if (subjectIds.length === 0) return [];
      const query = all.where('organizationId', '=', organizationId).where('subjectId', 'in', subjectIds);
      return query.where('endsAt', '>', now).execute();
    },
    find: (organizationId: string, rule: AnnouncedRule, subjectId: string): Promise<KeptExemption | undefined> =>
      all
        .where('organizationId', '=', organizationId)
        .where('rule', '=', rule)
        .where('subjectId', '=', subjectId)
        .executeTakeFirst(),
    /** Of one rule, of whatever organization, for one account. */
    onAccount: (rule: AnnouncedRule, accountId: string, now: number): Promise<readonly KeptExemption[]> =>
      all.where('accountId', '=', accountId).where('rule', '=', rule).where('endsAt', '>', now).execute(),
    /** All of an organization: there are not many. */
    ofOrganization: (organizationId: string): Promise<readonly KeptExemption[]> =>
      lists.selectFrom('ruleExemptions').selectAll().where('organizationId', '=', organizationId).execute(),
    count: async (organizationId: string): Promise<number> =>
      countOf(database.selectFrom('ruleExemptions').where('organizationId', '=', organizationId)),
    /** What ends first comes first. */
    list: (organizationId: string, organizationName: string, page: Page): Promise<Paged<ListedExemption>> => {
      const found = lists
        .selectFrom('ruleExemptions as e')
        .leftJoin('accessTokens as t', 't.id', 'e.tokenId')
        .leftJoin('accounts as a', (join) =>
          join.on((on) => on('a.id', '=', on.fn.coalesce('e.accountId', 't.ownerId'))),
        )
        .where('e.organizationId', '=', organizationId);
      const rows = found
        .selectAll('e')
        .select(['a.name as holderName', 't.description', 't.grants'])
        .orderBy('e.endsAt')
        .orderBy('e.subjectId')
        .orderBy('e.rule');
      return paged(rows, found, page, ({ holderName, ...row }) => ({ ...row, holder: holderName ?? organizationName }));
    },
    /** Those that are over. */
    ended: (now: number, limit: number): Promise<readonly KeptExemption[]> =>
      all.where('endsAt', '<=', now).orderBy('endsAt').limit(limit).execute(),
  };
}

export function ruleExemptionRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...ruleExemptionReads(connection),
    put: async (exemption: KeptExemption) => {
      const { organizationId: _organizationId, rule: _rule, subjectId: _subjectId, ...changes } = exemption;
      const insert = database.insertInto('ruleExemptions').values(exemption);
      const key = ['organizationId', 'rule', 'subjectId'] as const;
      await insert.onConflict((conflict) => conflict.columns(key).doUpdateSet(changes)).execute();
    },
    remove: async ({ organizationId, rule, subjectId }: KeptExemption) => {
      const deletion = database.deleteFrom('ruleExemptions').where('organizationId', '=', organizationId);
      await deletion.where('rule', '=', rule).where('subjectId', '=', subjectId).execute();
    },
  };
}
