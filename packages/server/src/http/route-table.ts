import { sessionRoutes } from './api/session-routes.ts';
import { tokenRoutes } from './api/token-routes.ts';
import { hubAccessTokenRoutes } from './hub/access-token-routes.ts';
import { hubLoginRoutes } from './hub/login-routes.ts';
import { operationRoutes } from './operation-routes.ts';
import { registryTokenRoutes } from './registry/token-routes.ts';
import { registryVersionRoutes } from './registry/version-routes.ts';
import type { Route } from './route.ts';

/** Everything that is served. OpenAPI and the matrix of credentials are made from it (decision 10). */
export const ROUTES: readonly Route[] = [
  ...registryTokenRoutes,
  ...registryVersionRoutes,
  ...hubLoginRoutes,
  ...hubAccessTokenRoutes,
  ...sessionRoutes,
  ...tokenRoutes,
  ...operationRoutes,
];
