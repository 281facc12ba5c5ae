import type { Ruling } from '@lanyard/core/access-review/ruling';
import { type Page, type Paged, paged } from '../../paged.ts';
import type { Connection } from '../../schema.ts';
import { isEnded } from './review-conditions.ts';

export interface KeptRuling extends Ruling {
  readonly organizationId: string;
  /** The name of the account that decided it. Empty if the operator did. */
  readonly madeBy: string;
}

/** A block of a token that was deleted or expired since, with the name of its holder. */
export type EndedBlock = KeptRuling & { readonly holder: string };

declare module '../../schema.ts' {
  interface Schema {
    reachRulings: KeptRuling;
  }
}

export function reachRulingReads({ database, lists }: Connection) {
  const all = database.selectFrom('reachRulings').selectAll();
  return {
    /** Oldest first. */
    ofHolder: (organizationId: string, holderId: string): Promise<readonly KeptRuling[]> =>
      all
        .where('organizationId', '=', organizationId)
        .where('holderId', '=', holderId)
        .orderBy('at')
        .orderBy('tokenId')
        .execute(),
    ofHolders: async (organizationId: string, holderIds: readonly string[]): Promise<readonly KeptRuling[]> => {
      if (holderIds.length === 0) return [];
      const query = all.where('organizationId', '=', organizationId).where('holderId', 'in', holderIds);
      return query.orderBy('at').orderBy('tokenId').execute();
    },
    /** In every organization, with the organization's name. */
    onAccount: (holderId: string): Promise<readonly (KeptRuling & { readonly organization: string })[]> =>
      lists
        .selectFrom('reachRulings as k')
        .innerJoin('organizations as o', 'o.id', 'k.organizationId')
        .selectAll('k')
        .select('o.name as organization')
        .where('k.holderId', '=', holderId)
        .orderBy('o.name')
        .orderBy('k.at')
        .orderBy('k.tokenId')
        .execute(),
    /** Blocks that no list of tokens shows any more. The newest come first. */
    endedBlocks: (organizationId: string, now: number, page: Page): Promise<Paged<EndedBlock>> => {
      const found = lists
        .selectFrom('reachRulings as k')
        .innerJoin('accessTokens as t', 't.id', 'k.tokenId')
        .innerJoin('accounts as a', 'a.id', 'k.holderId')
        .where('k.organizationId', '=', organizationId)
        .where('k.kind', '=', 'blocked')
        .where((where) => where.or([where('t.deletedAt', 'is not', null), isEnded(now)]));
      const rows = found.selectAll('k').select('a.name as holder').orderBy('k.at', 'desc').orderBy('k.tokenId');
      return paged(rows, found, page, (row) => row);
    },
    of: (organizationId: string, tokenId: string): Promise<KeptRuling | undefined> =>
      all.where('organizationId', '=', organizationId).where('tokenId', '=', tokenId).executeTakeFirst(),
  };
}

export function reachRulingRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...reachRulingReads(connection),
    put: async (ruling: KeptRuling) => {
      const { organizationId: _organizationId, tokenId: _tokenId, ...changes } = ruling;
      const insert = database.insertInto('reachRulings').values(ruling);
      await insert
        .onConflict((conflict) => conflict.columns(['organizationId', 'tokenId']).doUpdateSet(changes))
        .execute();
    },
    remove: async (organizationId: string, tokenId: string) => {
      const deletion = database.deleteFrom('reachRulings').where('organizationId', '=', organizationId);
      await deletion.where('tokenId', '=', tokenId).execute();
    },
  };
}
