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
import { readAuditSearch } from './features/audit/audit-search.ts';
import { readRepositoriesSearch, readTeamsSearch } from './features/organizations/organization-search.ts';
import { readSignInSearch } from './features/sessions/sign-in-address.ts';
import { readTokenSearch } from './features/tokens/token-search.ts';
import { FaultPage, NotFound, Shell } from './shell/shell.tsx';

const root = createRootRouteWithContext<{ readonly queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: FaultPage,
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/account/tokens' });
  },
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

const tokens = createRoute({
  getParentRoute: () => shell,
  path: '/account/tokens',
  validateSearch: readTokenSearch,
  component: lazyRouteComponent(() => import('./features/tokens/tokens-page.tsx'), 'TokensPage'),
});

const newToken = createRoute({
  getParentRoute: () => shell,
  path: '/account/tokens/new',
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
  validateSearch: readRepositoriesSearch,
  component: lazyRouteComponent(() => import('./features/repositories/repositories-tab.tsx'), 'RepositoriesTab'),
});

const organizationMembers = createRoute({
  getParentRoute: () => organization,
  path: 'members',
  component: lazyRouteComponent(() => import('./features/organizations/members/members-tab.tsx'), 'MembersTab'),
});

const organizationTeams = createRoute({
  getParentRoute: () => organization,
  path: 'teams',
  validateSearch: readTeamsSearch,
  component: lazyRouteComponent(() => import('./features/organizations/teams/teams-tab.tsx'), 'TeamsTab'),
});

const organizationTokens = createRoute({
  getParentRoute: () => organization,
  path: 'tokens',
  component: lazyRouteComponent(() => import('./features/tokens/organization-tokens-tab.tsx'), 'OrganizationTokensTab'),
});

const newOrganizationToken = createRoute({
  getParentRoute: () => organization,
  path: 'tokens/new',
  component: lazyRouteComponent(() => import('./features/tokens/new-organization-token.tsx'), 'NewOrganizationToken'),
});

const organizationToken = createRoute({
  getParentRoute: () => organization,
  path: 'tokens/$id',
  component: lazyRouteComponent(() => import('./features/tokens/token-page.tsx'), 'OrganizationTokenPage'),
});

const organizationPolicy = createRoute({
  getParentRoute: () => organization,
  path: 'policy',
  component: lazyRouteComponent(() => import('./features/organizations/policy/policy-tab.tsx'), 'PolicyTab'),
});

const organizationAuthentication = createRoute({
  getParentRoute: () => organization,
  path: 'sign-in',
  component: lazyRouteComponent(() => import('./features/single-sign-on/authentication-tab.tsx'), 'AuthenticationTab'),
});

const organizationAudit = createRoute({
  getParentRoute: () => organization,
  path: 'activity',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('./features/audit/audit-pages.tsx'), 'OrganizationAuditTab'),
});

const tree = root.addChildren([
  home,
  setup,
  signIn,
  signedIn,
  forgotPassword,
  resetPassword,
  shell.addChildren([
    tokens,
    newToken,
    token,
    security,
    audit,
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
      organizationAudit,
    ]),
  ]),
]);

export function createPageRouter(queryClient: QueryClient) {
  return createRouter({ routeTree: tree, context: { queryClient }, defaultErrorComponent: FaultPage });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
