import { accountRoutes } from './api/account-routes.ts';
import { auditRoutes } from './api/audit-routes.ts';
import { memberRoutes } from './api/member-routes.ts';
import { organizationRoutes } from './api/organization-routes.ts';
import { registryRoutes } from './api/registry-routes.ts';
import { repositoryRightRoutes } from './api/repository-right-routes.ts';
import { repositoryRoutes } from './api/repository-routes.ts';
import { sessionRoutes } from './api/session-routes.ts';
import { setupRoutes } from './api/setup-routes.ts';
import { teamRoutes } from './api/team-routes.ts';
import { tokenRoutes } from './api/token-routes.ts';
import { hubAccessTokenRoutes } from './hub/access-token-routes.ts';
import { hubDesktopGenerateRoute } from './hub/desktop-generate-route.ts';
import { hubLoginRoutes } from './hub/login-routes.ts';
import { oauthMetadataRoute } from './oauth/metadata-route.ts';
import { oauthRoutes } from './oauth/oauth-routes.ts';
import { operationRoutes } from './operation-routes.ts';
import { registryTokenRoutes } from './registry/token-routes.ts';
import { registryVersionRoutes } from './registry/version-routes.ts';
import type { Route } from './route.ts';
import { activateCssRoute } from './web/activate-css-route.ts';
import { activateRoutes } from './web/activate-routes.ts';

/** Everything that is served. OpenAPI and the matrix of credentials are made from it (decision 10). */
export const ROUTES: readonly Route[] = [
  ...registryTokenRoutes,
  ...registryVersionRoutes,
  ...hubLoginRoutes,
  hubDesktopGenerateRoute,
  ...hubAccessTokenRoutes,
  oauthMetadataRoute,
  ...oauthRoutes,
  ...activateRoutes,
  activateCssRoute,
  ...setupRoutes,
  ...sessionRoutes,
  ...accountRoutes,
  ...organizationRoutes,
  ...memberRoutes,
  ...teamRoutes,
  ...repositoryRoutes,
  ...repositoryRightRoutes,
  ...registryRoutes,
  ...auditRoutes,
  ...tokenRoutes,
  ...operationRoutes,
];
