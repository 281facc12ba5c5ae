import type { AnnouncedRule } from '@lanyard/core/lifetimes/announced-rules';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { OrganizationPolicy } from '../../api/types.ts';
import { keyOf } from '../organizations/use-organization.ts';

export const PREVIEW_PAGE_SIZE = 5;

/** A rule with the value that it would have. */
export interface RuleChange {
  readonly rule: AnnouncedRule;
  readonly value: OrganizationPolicy[AnnouncedRule];
}

/** Without a date: for the one that the server would choose. */
export function rulePreviewQuery(organization: string, { rule, value }: RuleChange, page = 1, bindsFrom?: string) {
  return queryOptions({
    queryKey: [...keyOf(organization), 'rule-preview', rule, value, page, bindsFrom],
    queryFn: () => {
      const asked = { page, pageSize: PREVIEW_PAGE_SIZE, ...(bindsFrom !== undefined && { bindsFrom }) };
      const query = { ...asked, [rule]: value === null ? 'none' : String(value) };
      const params = { path: { organization }, query };
      return answerOf(client.GET('/api/organizations/{organization}/access-review/rule-preview', { params }));
    },
    placeholderData: keepPreviousData,
    // What was true a minute ago is no preview.
    staleTime: 0,
  });
}
