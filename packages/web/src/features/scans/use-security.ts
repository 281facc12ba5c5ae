import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { ImageVerdict, Severity } from '../../api/types.ts';
import { keyOf } from '../organizations/use-organization.ts';

export const IMAGES_PAGE_SIZE = 10;

const SECURITY = '/api/organizations/{organization}/security';

export const securityQuery = (organization: string) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'security'],
    queryFn: () => answerOf(client.GET(SECURITY, { params: { path: { organization } } })),
  });

export const SEVERITIES_WORST_FIRST: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'unknown'];
export const VULNERABILITIES_PAGE_SIZE = 20;

export const vulnerabilitiesQuery = (organization: string, name: string, digest: string, page: number) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'repository', name, 'vulnerabilities', digest, page],
    queryFn: () => {
      const query = { name, digest, page, pageSize: VULNERABILITIES_PAGE_SIZE };
      return answerOf(client.GET('/api/repository/vulnerabilities', { params: { query } }));
    },
    placeholderData: keepPreviousData,
  });

/** Images with a verdict, or with this most severe vulnerability. */
export type ImageFilter = { readonly verdict: ImageVerdict } | { readonly severity: Severity };

export const imagesQuery = (organization: string, filter: ImageFilter, page: number) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'security', filter, page],
    queryFn: () => {
      const query = { ...filter, page, pageSize: IMAGES_PAGE_SIZE };
      return answerOf(client.GET(`${SECURITY}/images`, { params: { path: { organization }, query } }));
    },
    placeholderData: keepPreviousData,
  });
