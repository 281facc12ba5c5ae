import { accountRoutes } from './api/account-routes.ts';
import { auditExportRoutes } from './api/audit-export-routes.ts';
import { auditRoutes } from './api/audit-routes.ts';
import { autoTokenRoute } from './api/auto-token-route.ts';
import { domainRoutes } from './api/domain-routes.ts';
import { factorRoutes } from './api/factor-routes.ts';
import { memberRoutes } from './api/member-routes.ts';
import { organizationRoutes } from './api/organization-routes.ts';
import { organizationTokenRoutes } from './api/organization-token-routes.ts';
import { passwordResetRoutes } from './api/password-reset-routes.ts';
import { registryRoutes } from './api/registry-routes.ts';
import { repositoryRightRoutes } from './api/repository-right-routes.ts';
import { repositoryRoutes } from './api/repository-routes.ts';
import { scimTokenRoutes } from './api/scim-token-routes.ts';
import { secondStepRoutes } from './api/second-step-routes.ts';
import { sessionRoutes } from './api/session-routes.ts';
import { setupRoutes } from './api/setup-routes.ts';
import { signInRoutes } from './api/sign-in-routes.ts';
import { signOutEverywhereRoute } from './api/sign-out-everywhere-route.ts';
import { singleSignOnRoutes } from './api/single-sign-on-routes.ts';
import { teamRoutes } from './api/team-routes.ts';
import { tokenRoutes } from './api/token-routes.ts';
import { workstationPolicyRoutes } from './api/workstation-policy-routes.ts';
import { hubAccessTokenRoutes } from './hub/access-token-routes.ts';
import { hubAuditLogRoutes } from './hub/audit-log-routes.ts';
import { hubDesktopGenerateRoute } from './hub/desktop-generate-route.ts';
import { hubLoginRoutes } from './hub/login-routes.ts';
import { hubOrganizationRoutes } from './hub/organization-routes.ts';
import { hubOrganizationTokenRoutes } from './hub/organization-token-routes.ts';
import { oauthMetadataRoute } from './oauth/metadata-route.ts';
import { oauthRoutes } from './oauth/oauth-routes.ts';
import { operationRoutes } from './operation-routes.ts';
import { registryTokenRoutes } from './registry/token-routes.ts';
import { registryVersionRoutes } from './registry/version-routes.ts';
import type { Route } from './route.ts';
import { scimDiscoveryRoutes } from './scim/discovery-routes.ts';
import { scimGroupRoutes } from './scim/group-routes.ts';
import { scimUserRoutes } from './scim/user-routes.ts';
import { activateRoutes } from './web/activate-routes.ts';
import { fileRoutes } from './web/file-routes.ts';
import { pageRoutes } from './web/page-routes.ts';
import { signOnRoutes } from './web/sign-on-routes.ts';

/** Everything that is served. OpenAPI and the matrix of credentials are made from it (decision 10). */
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
  ...signOnRoutes,
  ...fileRoutes,
  ...pageRoutes,
  ...setupRoutes,
  ...sessionRoutes,
  ...secondStepRoutes,
  ...signInRoutes,
  signOutEverywhereRoute,
  autoTokenRoute,
  ...accountRoutes,
  ...factorRoutes,
  ...passwordResetRoutes,
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
  ...repositoryRightRoutes,
  ...registryRoutes,
  ...auditRoutes,
  ...auditExportRoutes,
  ...tokenRoutes,
  ...organizationTokenRoutes,
  ...workstationPolicyRoutes,
  ...operationRoutes,
];
