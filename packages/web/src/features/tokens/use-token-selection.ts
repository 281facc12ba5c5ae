import { useMutation } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { Token } from '../../api/types.ts';
import { type Selection, useSelection } from './use-selection.ts';
import type { TokenQuery } from './use-tokens.ts';

/** The most that the server returns in one answer. */
const PAGE_SIZE = 100;
/** The limit of one click, because each token needs its own request. */
const SELECTED_AT_MOST = 1_000;

export interface TokenSelection extends Selection {
  readonly tokens: readonly Token[];
  /** Undefined if every token that matches is selected, or if not every row of the page is. */
  readonly more: { readonly count: number; readonly isLoading: boolean; readonly select: () => void } | undefined;
}

/** The selected rows of a page, or all tokens that match its filter on every page. */
export function useTokenSelection(visible: readonly Token[], total: number, query: TokenQuery): TokenSelection {
  const rows = useSelection(visible.map(({ id }) => id));
  const filter = JSON.stringify({ ...query, page: 1 });
  const all = useMutation({ mutationFn: async () => ({ filter, tokens: await matchingTokens(query) }) });
  const found = all.data?.filter === filter ? all.data.tokens : undefined;
  const back = <Parameters extends readonly unknown[]>(change: (...parameters: Parameters) => void) => {
    return (...parameters: Parameters) => {
      all.reset();
      change(...parameters);
    };
  };
  const isWhole = rows.ids.size === visible.length && total > visible.length;
  return {
    ids: found ? new Set(found.map(({ id }) => id)) : rows.ids,
    tokens: found ?? visible.filter(({ id }) => rows.ids.has(id)),
    more:
      isWhole && !found
        ? { count: Math.min(total, SELECTED_AT_MOST), isLoading: all.isPending, select: () => all.mutate() }
        : undefined,
    toggle: back(rows.toggle),
    toggleAll: back(found ? rows.clear : rows.toggleAll),
    clear: back(rows.clear),
  };
}

async function matchingTokens(query: TokenQuery): Promise<readonly Token[]> {
  const found = new Map<string, Token>();
  for (let page = 1; (page - 1) * PAGE_SIZE < SELECTED_AT_MOST; page += 1) {
    const params = { query: { ...query, page, pageSize: PAGE_SIZE } };
    const { tokens, total } = await answerOf(client.GET('/api/tokens', { params }));
    // A token that is created meanwhile moves others to the next page, so the same token can come twice.
    for (const token of tokens) found.set(token.id, token);
    if (page * PAGE_SIZE >= total) break;
  }
  return [...found.values()];
}
