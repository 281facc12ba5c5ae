import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { ApiFault } from './api/api-fault.ts';
import { sessionQuery } from './api/session.ts';
import { readReviewSearch } from './features/access-review/review-search.ts';
import { readAccountSearch } from './features/administration/account-search.ts';
import { readAuditSearch } from './features/audit/audit-search.ts';
import { readEvidenceSearch } from './features/evidence/evidence-search.ts';
import { readRepositoriesSearch, readTeamsSearch } from './features/organizations/organization-search.ts';
import { readSignInSearch } from './features/sessions/sign-in-address.ts';
import { readNewTokenSearch } from './features/tokens/initial-token.ts';
import { readTokenSearch } from './features/tokens/token-search.ts';
import { FaultPage, NotFound, Shell } from './shell/shell.tsx';

const root = createRootRouteWithContext<{ readonly queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: FaultPage,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readSignInSearch,
  component: lazyRouteComponent(() => import('./features/sessions/sign-in-page.tsx'), 'SignInPage'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  path: '/signed-in',
  component: lazyRouteComponent(() => import('./features/sessions/sign-in-page.tsx'), 'SignedInPage'),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./features/accounts/setup/setup-page.tsx'), 'SetupPage'),
});

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./features/accounts/forgot-password-page.tsx'), 'ForgotPasswordPage'),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./features/accounts/reset-password-page.tsx'), 'ResetPasswordPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./features/invitations/invitation-page.tsx'), 'InvitationPage'),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    await context.queryClient.ensureQueryData(sessionQuery).catch((fault: unknown) => {
      if (!(fault instanceof ApiFault) || fault.status !== 401) throw fault;
      throw redirect({ to: '/sign-in', search: { next: location.href } });
    });
  },
  component: Shell,
});

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('./features/overview/overview-page.tsx'), 'OverviewPage'),
});

const tokens = createRoute({
  getParentRoute: () => shell,
  path: '/account/tokens',
  validateSearch: readTokenSearch,
  component: lazyRouteComponent(() => import('./features/tokens/tokens-page.tsx'), 'TokensPage'),
});

const newToken = createRoute({
  getParentRoute: () => shell,
  path: '/account/tokens/new',
  validateSearch: readNewTokenSearch,
  component: lazyRouteComponent(() => import('./features/tokens/new-token-page.tsx'), 'NewTokenPage'),
});

const token = createRoute({
  getParentRoute: () => shell,
  path: '/account/tokens/$id',
  component: lazyRouteComponent(() => import('./features/tokens/token-page.tsx'), 'TokenPage'),
});

const security = createRoute({
  getParentRoute: () => shell,
  path: '/account/security',
  component: lazyRouteComponent(() => import('./features/sessions/security-page.tsx'), 'SecurityPage'),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/account/audit',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('./features/audit/audit-pages.tsx'), 'AccountAuditPage'),
});

const accountEvidence = createRoute({
  getParentRoute: () => shell,
  path: '/account/audit/evidence',
  validateSearch: readEvidenceSearch,
  component: lazyRouteComponent(() => import('./features/evidence/evidence-tab.tsx'), 'AccountEvidencePage'),
});

const administration = createRoute({
  getParentRoute: () => shell,
  path: '/administration',
  component: lazyRouteComponent(
    () => import('./features/administration/administration-page.tsx'),
    'AdministrationPage',
  ),
});

const administrationHome = createRoute({
  getParentRoute: () => administration,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/administration/accounts', replace: true });
  },
});

const administrationAccounts = createRoute({
  getParentRoute: () => administration,
  path: 'accounts',
  staticData: { title: 'Accounts' },
  validateSearch: readAccountSearch,
  component: lazyRouteComponent(() => import('./features/administration/accounts-page.tsx'), 'AccountsPage'),
});

const administrationAccount = createRoute({
  getParentRoute: () => administration,
  path: 'accounts/$account',
  staticData: { title: 'Account' },
  component: lazyRouteComponent(() => import('./features/administration/account-page.tsx'), 'AccountPage'),
});

const administrationOrganizations = createRoute({
  getParentRoute: () => administration,
  path: 'organizations',
  staticData: { title: 'Organizations' },
  component: lazyRouteComponent(
    () => import('./features/administration/organizations-page.tsx'),
    'ServerOrganizationsPage',
  ),
});

const administrationTokens = createRoute({
  getParentRoute: () => administration,
  path: 'tokens',
  staticData: { title: 'Find a token' },
  component: lazyRouteComponent(() => import('./features/administration/find-token-page.tsx'), 'FindTokenPage'),
});

const administrationAudit = createRoute({
  getParentRoute: () => administration,
  path: 'audit',
  staticData: { title: 'Audit log' },
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('./features/audit/audit-pages.tsx'), 'ServerAuditPage'),
});

const administrationServer = createRoute({
  getParentRoute: () => administration,
  path: 'server',
  staticData: { title: 'Server' },
  component: lazyRouteComponent(() => import('./features/administration/server-page.tsx'), 'ServerPage'),
});

const administrationRegistries = createRoute({
  getParentRoute: () => administration,
  path: 'registries',
  staticData: { title: 'Registries' },
  component: lazyRouteComponent(() => import('./features/registries/registries-page.tsx'), 'RegistriesPage'),
});

const organizations = createRoute({
  getParentRoute: () => shell,
  path: '/organizations',
  component: lazyRouteComponent(() => import('./features/organizations/organizations-page.tsx'), 'OrganizationsPage'),
});

const organization = createRoute({
  getParentRoute: () => shell,
  path: '/organizations/$organization',
  component: lazyRouteComponent(() => import('./features/organizations/organization-page.tsx'), 'OrganizationPage'),
});

const organizationHome = createRoute({
  getParentRoute: () => organization,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/organizations/$organization/repositories', params, replace: true });
  },
});

const organizationRepositories = createRoute({
  getParentRoute: () => organization,
  path: 'repositories',
  staticData: { title: 'Repositories' },
  validateSearch: readRepositoriesSearch,
  component: lazyRouteComponent(() => import('./features/repositories/repositories-tab.tsx'), 'RepositoriesTab'),
});

const organizationMembers = createRoute({
  getParentRoute: () => organization,
  path: 'members',
  staticData: { title: 'Members' },
  component: lazyRouteComponent(() => import('./features/organizations/members/members-tab.tsx'), 'MembersTab'),
});

const organizationTeams = createRoute({
  getParentRoute: () => organization,
  path: 'teams',
  staticData: { title: 'Teams' },
  validateSearch: readTeamsSearch,
  component: lazyRouteComponent(() => import('./features/organizations/teams/teams-tab.tsx'), 'TeamsTab'),
});

const organizationTokens = createRoute({
  getParentRoute: () => organization,
  path: 'tokens',
  staticData: { title: 'Access tokens' },
  component: lazyRouteComponent(() => import('./features/tokens/organization-tokens-tab.tsx'), 'OrganizationTokensTab'),
});

const newOrganizationToken = createRoute({
  getParentRoute: () => organization,
  path: 'tokens/new',
  staticData: { title: 'New access token' },
  validateSearch: readNewTokenSearch,
  component: lazyRouteComponent(() => import('./features/tokens/new-organization-token.tsx'), 'NewOrganizationToken'),
});

const organizationToken = createRoute({
  getParentRoute: () => organization,
  path: 'tokens/$id',
  staticData: { title: 'Access token' },
  component: lazyRouteComponent(() => import('./features/tokens/token-page.tsx'), 'OrganizationTokenPage'),
});

const organizationPolicy = createRoute({
  getParentRoute: () => organization,
  path: 'policy',
  staticData: { title: 'Policy' },
  component: lazyRouteComponent(() => import('./features/organizations/policy/policy-tab.tsx'), 'PolicyTab'),
});

const organizationAuthentication = createRoute({
  getParentRoute: () => organization,
  path: 'sign-in',
  staticData: { title: 'Authentication' },
  component: lazyRouteComponent(() => import('./features/single-sign-on/authentication-tab.tsx'), 'AuthenticationTab'),
});

const organizationWebhooks = createRoute({
  getParentRoute: () => organization,
  path: 'webhooks',
  staticData: { title: 'Webhooks' },
  component: lazyRouteComponent(() => import('./features/webhooks/webhooks-tab.tsx'), 'WebhooksTab'),
});

const organizationSecurity = createRoute({
  getParentRoute: () => organization,
  path: 'security',
  staticData: { title: 'Security' },
  component: lazyRouteComponent(() => import('./features/scans/security-tab.tsx'), 'SecurityTab'),
});

const organizationAccessReview = createRoute({
  getParentRoute: () => organization,
  path: 'access-review',
  component: lazyRouteComponent(() => import('./features/access-review/access-review-frame.tsx'), 'AccessReviewFrame'),
});

const accessReviewTokens = createRoute({
  getParentRoute: () => organizationAccessReview,
  path: '/',
  staticData: { title: 'Access review' },
  validateSearch: readReviewSearch,
  component: lazyRouteComponent(() => import('./features/access-review/access-review-tab.tsx'), 'AccessReviewTab'),
});

const accessReviewApprovals = createRoute({
  getParentRoute: () => organizationAccessReview,
  path: 'approvals',
  staticData: { title: 'Approvals' },
  component: lazyRouteComponent(() => import('./features/access-review/approvals-tab.tsx'), 'ApprovalsTab'),
});

const accessReviewExemptions = createRoute({
  getParentRoute: () => organizationAccessReview,
  path: 'exemptions',
  staticData: { title: 'Exemptions' },
  component: lazyRouteComponent(() => import('./features/lifetimes/exemptions-tab.tsx'), 'ExemptionsTab'),
});

const accessReviews = createRoute({
  getParentRoute: () => organizationAccessReview,
  path: 'reviews',
  staticData: { title: 'Reviews' },
  component: lazyRouteComponent(() => import('./features/reviews/reviews-tab.tsx'), 'ReviewsTab'),
});

const newAccessReview = createRoute({
  getParentRoute: () => organizationAccessReview,
  path: 'reviews/new',
  staticData: { title: 'Start a review' },
  component: lazyRouteComponent(() => import('./features/reviews/new-review-page.tsx'), 'NewReviewPage'),
});

const accessReview = createRoute({
  getParentRoute: () => organizationAccessReview,
  path: 'reviews/$id',
  staticData: { title: 'Review' },
  component: lazyRouteComponent(() => import('./features/reviews/review-page.tsx'), 'ReviewPage'),
});

const organizationEvidence = createRoute({
  getParentRoute: () => organization,
  path: 'evidence',
  staticData: { title: 'Evidence' },
  validateSearch: readEvidenceSearch,
  component: lazyRouteComponent(() => import('./features/evidence/evidence-tab.tsx'), 'EvidenceTab'),
});

const organizationAudit = createRoute({
  getParentRoute: () => organization,
  path: 'activity',
  staticData: { title: 'Audit log' },
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('./features/audit/audit-pages.tsx'), 'OrganizationAuditTab'),
});

const tree = root.addChildren([
  setup,
  signIn,
  signedIn,
  forgotPassword,
  resetPassword,
  invitation,
  shell.addChildren([
    overview,
    tokens,
    newToken,
    token,
    security,
    audit,
    accountEvidence,
    administration.addChildren([
      administrationHome,
      administrationAccounts,
      administrationAccount,
      administrationOrganizations,
      administrationRegistries,
      administrationTokens,
      administrationAudit,
      administrationServer,
    ]),
    organizations,
    organization.addChildren([
      organizationHome,
      organizationRepositories,
      organizationMembers,
      organizationTeams,
      organizationTokens,
      newOrganizationToken,
      organizationToken,
      organizationPolicy,
      organizationAuthentication,
      organizationAccessReview.addChildren([
        accessReviewTokens,
        accessReviewApprovals,
        accessReviewExemptions,
        accessReviews,
        newAccessReview,
        accessReview,
      ]),
      organizationSecurity,
      organizationWebhooks,
      organizationEvidence,
      organizationAudit,
    ]),
  ]),
]);

export function createPageRouter(queryClient: QueryClient) {
  return createRouter({ routeTree: tree, context: { queryClient }, defaultErrorComponent: FaultPage });
}

/** Starts to load the script of the page, while the request for the session is still running. */
export function loadPage(router: ReturnType<typeof createPageRouter>): void {
  const [routes] = router.getMatchedRoutes(router.latestLocation.pathname);
  for (const { options } of routes) {
    const { component } = options;
    if (component && 'preload' in component) void component.preload?.();
  }
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }

  interface StaticDataRouteOption {
    /** The name of a page inside a frame, for the title of the window. */
    title?: string;
  }

  interface HistoryState {
    /** The person has just accepted an invitation to the organization of the address. */
    isNewMember?: boolean;
  }
}
