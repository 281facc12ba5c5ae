import { accountRoutes } from '../features/accounts/account-routes.ts';
import { setupRoutes } from '../features/accounts/setup-routes.ts';
import { auditRoutes } from '../features/audit/audit-routes.ts';
import { commandLineRoutes } from '../features/command-lines/command-line-routes.ts';
import { scimTokenRoutes } from '../features/directory/scim-token-routes.ts';
import { memberRoutes } from '../features/organizations/member-routes.ts';
import { organizationRoutes } from '../features/organizations/organization-routes.ts';
import { teamRoutes } from '../features/organizations/team-routes.ts';
import { registryRoutes } from '../features/registries/registry-routes.ts';
import { repositoryRoutes } from '../features/repositories/repository-routes.ts';
import { factorRoutes } from '../features/second-factors/factor-routes.ts';
import { secondStepRoutes } from '../features/second-factors/second-step-routes.ts';
import { sessionRoutes } from '../features/sessions/session-routes.ts';
import { domainRoutes } from '../features/single-sign-on/domain-routes.ts';
import { singleSignOnRoutes } from '../features/single-sign-on/single-sign-on-routes.ts';
import { tokenRoutes } from '../features/tokens/token-routes.ts';
import { apiSurface, plainSurface } from '../http/api-schema.ts';
import type { Route } from '../http/route.ts';
import type { SurfaceForms } from '../http/surface.ts';
import { hubAccessTokenRoutes, hubDesktopGenerateRoute } from '../protocols/hub/access-token-routes.ts';
import { hubAuditLogRoutes } from '../protocols/hub/audit-log-routes.ts';
import { hubSurface } from '../protocols/hub/hub-surface.ts';
import { hubLoginRoutes } from '../protocols/hub/login-routes.ts';
import { hubOrganizationRoutes } from '../protocols/hub/organization-routes.ts';
import { hubOrganizationTokenRoutes } from '../protocols/hub/organization-token-routes.ts';
import { oauthMetadataRoute } from '../protocols/oauth/metadata-route.ts';
import { oauthRoutes } from '../protocols/oauth/oauth-routes.ts';
import { oauthSurface } from '../protocols/oauth/oauth-surface.ts';
import { activateRoutes } from '../protocols/pages/activate-routes.ts';
import { pageSurface } from '../protocols/pages/page.ts';
import { fileRoutes, pageRoutes } from '../protocols/pages/page-routes.ts';
import { singleSignOnPageRoutes } from '../protocols/pages/single-sign-on-page-routes.ts';
import { registrySurface } from '../protocols/registry/registry-surface.ts';
import { registryTokenRoutes } from '../protocols/registry/token-routes.ts';
import { registryVersionRoutes } from '../protocols/registry/version-routes.ts';
import { scimDiscoveryRoutes } from '../protocols/scim/discovery-routes.ts';
import { scimGroupRoutes, scimUserRoutes } from '../protocols/scim/resource-routes.ts';
import { scimSurface } from '../protocols/scim/scim-schema.ts';
import { operationRoutes } from './operation-routes.ts';

export const SURFACES: SurfaceForms = {
  registry: registrySurface,
  hub: hubSurface,
  api: apiSurface,
  oauth: oauthSurface,
  scim: scimSurface,
  page: pageSurface,
  plain: plainSurface,
};

/** Everything that is served. OpenAPI and the matrix of credentials are made from it. */
export const ROUTES: readonly Route[] = [
  ...registryTokenRoutes,
  ...registryVersionRoutes,
  ...hubLoginRoutes,
  hubDesktopGenerateRoute,
  ...hubAccessTokenRoutes,
  ...hubOrganizationTokenRoutes,
  ...hubOrganizationRoutes,
  ...hubAuditLogRoutes,
  oauthMetadataRoute,
  ...oauthRoutes,
  ...activateRoutes,
  ...singleSignOnPageRoutes,
  ...fileRoutes,
  ...pageRoutes,
  ...setupRoutes,
  ...sessionRoutes,
  ...secondStepRoutes,
  ...commandLineRoutes,
  ...accountRoutes,
  ...factorRoutes,
  ...organizationRoutes,
  ...memberRoutes,
  ...domainRoutes,
  ...singleSignOnRoutes,
  ...scimTokenRoutes,
  ...scimUserRoutes,
  ...scimGroupRoutes,
  ...scimDiscoveryRoutes,
  ...teamRoutes,
  ...repositoryRoutes,
  ...registryRoutes,
  ...auditRoutes,
  ...tokenRoutes,
  ...operationRoutes,
];
