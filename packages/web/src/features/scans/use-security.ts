import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { ImageVerdict } from '../../api/types.ts';
import { keyOf } from '../organizations/use-organization.ts';

export const IMAGES_PAGE_SIZE = 10;

const SECURITY = '/api/organizations/{organization}/security';

export const securityQuery = (organization: string) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'security'],
    queryFn: () => answerOf(client.GET(SECURITY, { params: { path: { organization } } })),
  });

export const imagesOfVerdictQuery = (organization: string, verdict: ImageVerdict, page: number) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'security', verdict, page],
    queryFn: () => {
      const query = { verdict, page, pageSize: IMAGES_PAGE_SIZE };
      return answerOf(client.GET(`${SECURITY}/images`, { params: { path: { organization }, query } }));
    },
    placeholderData: keepPreviousData,
  });
