import { accessReviewRoutes } from '../features/access-review/access-review-routes.ts';
import { rulePreviewRoute } from '../features/access-review/rule-preview-route.ts';
import { rulingRoutes } from '../features/access-review/ruling-routes.ts';
import { accountRoutes } from '../features/accounts/account-routes.ts';
import { accountAdministrationRoutes } from '../features/accounts/administration-routes.ts';
import { setupRoutes } from '../features/accounts/setup-routes.ts';
import { serverRoutes } from '../features/administration/server-routes.ts';
import { auditRoutes } from '../features/audit/audit-routes.ts';
import { commandLineRoutes } from '../features/command-lines/command-line-routes.ts';
import { directoryRequestRoutes } from '../features/directory/directory-request-routes.ts';
import { scimTokenRoutes } from '../features/directory/scim-token-routes.ts';
import { evidenceRoutes } from '../features/evidence/evidence-routes.ts';
import { gateApiRoutes } from '../features/gate/gate-routes.ts';
import { quarantineRoutes } from '../features/gate/quarantine-routes.ts';
import { imageRoutes } from '../features/images/image-routes.ts';
import { answerRoutes } from '../features/invitations/answer-routes.ts';
import { invitationRoutes } from '../features/invitations/invitation-routes.ts';
import { lifetimeRoutes } from '../features/lifetimes/lifetime-routes.ts';
import { noticeRoutes } from '../features/notices/notice-routes.ts';
import { memberRoutes } from '../features/organizations/member-routes.ts';
import { organizationRoutes } from '../features/organizations/organization-routes.ts';
import { teamRoutes } from '../features/organizations/team-routes.ts';
import { overviewRoute } from '../features/overview/overview-route.ts';
import { registryRoutes } from '../features/registries/registry-routes.ts';
import { registryTokenRoutes } from '../features/registry-tokens/registry-token-routes.ts';
import { repositoryRoutes } from '../features/repositories/repository-routes.ts';
import { reviewRoutes } from '../features/reviews/review-routes.ts';
import { acceptedFindingRoutes } from '../features/scans/accepted-finding-routes.ts';
import { securityRoutes } from '../features/scans/security-routes.ts';
import { vulnerabilityRoutes } from '../features/scans/vulnerability-routes.ts';
import { factorRoutes } from '../features/second-factors/factor-routes.ts';
import { secondStepRoutes } from '../features/second-factors/second-step-routes.ts';
import { sessionRoutes } from '../features/sessions/session-routes.ts';
import { domainRoutes } from '../features/single-sign-on/domain-routes.ts';
import { singleSignOnRoutes } from '../features/single-sign-on/single-sign-on-routes.ts';
import { serverTokenRoutes } from '../features/tokens/server-token-routes.ts';
import { tokenRoutes } from '../features/tokens/token-routes.ts';
import { webhookRoutes } from '../features/webhooks/webhook-routes.ts';
import { apiSurface, plainSurface } from '../http/api-schema.ts';
import type { Route } from '../http/route.ts';
import type { SurfaceForms } from '../http/surface.ts';
import { hubAccessTokenRoutes, hubDesktopGenerateRoute } from '../protocols/hub/access-token-routes.ts';
import { hubAuditLogRoutes } from '../protocols/hub/audit-log-routes.ts';
import { hubGroupMemberRoutes } from '../protocols/hub/group-member-routes.ts';
import { hubGroupRoutes } from '../protocols/hub/group-routes.ts';
import { hubSurface } from '../protocols/hub/hub-surface.ts';
import { hubInviteRoutes } from '../protocols/hub/invite-routes.ts';
import { hubLoginRoutes } from '../protocols/hub/login-routes.ts';
import { hubMemberRoutes } from '../protocols/hub/member-routes.ts';
import { hubOrganizationRoutes } from '../protocols/hub/organization-routes.ts';
import { hubOrganizationTokenRoutes } from '../protocols/hub/organization-token-routes.ts';
import { hubRepositoryGroupRoutes } from '../protocols/hub/repository-group-routes.ts';
import { hubRepositoryRoutes } from '../protocols/hub/repository-routes.ts';
import { hubTagRoutes } from '../protocols/hub/tag-routes.ts';
import { hubUserRoutes } from '../protocols/hub/user-routes.ts';
import { oauthMetadataRoute } from '../protocols/oauth/metadata-route.ts';
import { oauthRoutes } from '../protocols/oauth/oauth-routes.ts';
import { oauthSurface } from '../protocols/oauth/oauth-surface.ts';
import { activateRoutes } from '../protocols/pages/activate-routes.ts';
import { docsRoutes } from '../protocols/pages/docs-routes.ts';
import { pageSurface } from '../protocols/pages/page.ts';
import { fileRoutes, pageRoutes } from '../protocols/pages/page-routes.ts';
import { singleLogoutPageRoutes } from '../protocols/pages/single-logout-page-routes.ts';
import { singleSignOnPageRoutes } from '../protocols/pages/single-sign-on-page-routes.ts';
import { eventRoutes, eventSurface } from '../protocols/registry/event-routes.ts';
import { gateRoutes } from '../protocols/registry/gate-routes.ts';
import { registrySurface } from '../protocols/registry/registry-surface.ts';
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
  events: eventSurface,
};

/** Every route. OpenAPI and the matrix of credentials are made from this list. */
export const ROUTES: readonly Route[] = [
  ...registryTokenRoutes,
  ...registryVersionRoutes,
  ...gateRoutes,
  ...eventRoutes,
  ...hubLoginRoutes,
  hubDesktopGenerateRoute,
  ...hubAccessTokenRoutes,
  ...hubOrganizationTokenRoutes,
  ...hubUserRoutes,
  ...hubOrganizationRoutes,
  ...hubMemberRoutes,
  ...hubInviteRoutes,
  ...hubGroupRoutes,
  ...hubGroupMemberRoutes,
  ...hubRepositoryRoutes,
  ...hubRepositoryGroupRoutes,
  ...hubTagRoutes,
  ...hubAuditLogRoutes,
  oauthMetadataRoute,
  ...oauthRoutes,
  ...activateRoutes,
  ...singleSignOnPageRoutes,
  ...singleLogoutPageRoutes,
  ...fileRoutes,
  ...pageRoutes,
  ...docsRoutes,
  ...setupRoutes,
  ...sessionRoutes,
  ...secondStepRoutes,
  ...commandLineRoutes,
  ...accountRoutes,
  ...accountAdministrationRoutes,
  ...factorRoutes,
  ...noticeRoutes,
  ...organizationRoutes,
  ...memberRoutes,
  ...invitationRoutes,
  ...answerRoutes,
  ...domainRoutes,
  ...singleSignOnRoutes,
  ...scimTokenRoutes,
  ...directoryRequestRoutes,
  ...scimUserRoutes,
  ...scimGroupRoutes,
  ...scimDiscoveryRoutes,
  ...teamRoutes,
  ...webhookRoutes,
  ...lifetimeRoutes,
  ...accessReviewRoutes,
  ...rulingRoutes,
  ...reviewRoutes,
  ...evidenceRoutes,
  rulePreviewRoute,
  ...repositoryRoutes,
  ...registryRoutes,
  ...gateApiRoutes,
  ...quarantineRoutes,
  ...acceptedFindingRoutes,
  ...vulnerabilityRoutes,
  ...imageRoutes,
  ...securityRoutes,
  ...auditRoutes,
  ...tokenRoutes,
  ...serverTokenRoutes,
  overviewRoute,
  ...serverRoutes,
  ...operationRoutes,
];
