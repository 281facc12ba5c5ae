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
import { sessionQuery } from './api/use-session.ts';
import { readTokenSearch } from './pages/tokens/token-search.ts';
import { FaultPage } from './shell/fault-page.tsx';
import { NotFound, Shell } from './shell/shell.tsx';

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
  validateSearch: ({ next }: Record<string, unknown>) => (typeof next === 'string' ? { next } : {}),
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./pages/setup/setup-page.tsx'), 'SetupPage'),
});

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./pages/sign-in/forgot-password-page.tsx'), 'ForgotPasswordPage'),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./pages/sign-in/reset-password-page.tsx'), 'ResetPasswordPage'),
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
  component: lazyRouteComponent(() => import('./pages/tokens/tokens-page.tsx'), 'TokensPage'),
});

const newToken = createRoute({
  getParentRoute: () => shell,
  path: '/account/tokens/new',
  component: lazyRouteComponent(() => import('./pages/tokens/new-token-page.tsx'), 'NewTokenPage'),
});

const token = createRoute({
  getParentRoute: () => shell,
  path: '/account/tokens/$id',
  component: lazyRouteComponent(() => import('./pages/tokens/token-page.tsx'), 'TokenPage'),
});

const security = createRoute({
  getParentRoute: () => shell,
  path: '/account/security',
  component: lazyRouteComponent(() => import('./pages/security/security-page.tsx'), 'SecurityPage'),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/account/audit',
  component: lazyRouteComponent(() => import('./pages/audit/account-audit-page.tsx'), 'AccountAuditPage'),
});

const organizations = createRoute({
  getParentRoute: () => shell,
  path: '/organizations',
  component: lazyRouteComponent(() => import('./pages/organizations/organizations-page.tsx'), 'OrganizationsPage'),
});

const organization = createRoute({
  getParentRoute: () => shell,
  path: '/organizations/$organization',
  component: lazyRouteComponent(() => import('./pages/organizations/organization-page.tsx'), 'OrganizationPage'),
});

const organizationTab = createRoute({
  getParentRoute: () => organization,
  path: '$tab',
});

const tree = root.addChildren([
  home,
  setup,
  signIn,
  forgotPassword,
  resetPassword,
  shell.addChildren([
    tokens,
    newToken,
    token,
    security,
    audit,
    organizations,
    organization.addChildren([organizationTab]),
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
