import type { paths } from './generated/schema.d.ts';

type Answer<
  Path extends keyof paths,
  Method extends 'get' | 'post' | 'patch' | 'put',
  Status extends number,
> = paths[Path] extends { readonly [_ in Method]: { readonly responses: infer Responses } }
  ? Status extends keyof Responses
    ? Responses[Status] extends { readonly content: { readonly 'application/json': infer Body } }
      ? Body
      : never
    : never
  : never;

export type Session = Answer<'/api/session', 'get', 200>;
export type TokenList = Answer<'/api/tokens', 'get', 200>;
export type Token = TokenList['tokens'][number];
export type Grant = Token['grants'][number];
export type RepositoryGrant = Extract<Grant, { readonly type?: 'repository' }>;
export type Action = RepositoryGrant['actions'][number];
export type NewToken = Answer<'/api/tokens', 'post', 201>;
export type UsageRow = Answer<'/api/tokens/{id}/usage', 'get', 200>['usage'][number];
export type Membership = Answer<'/api/organizations', 'get', 200>['organizations'][number];
export type Organization = Answer<'/api/organizations/{organization}', 'get', 200>;
export type AuditEvent = Answer<'/api/audit', 'get', 200>['events'][number];
export type AuditQuery = NonNullable<paths['/api/audit']['get']['parameters']['query']>;
export type AuditAction = NonNullable<AuditQuery['action']>;
export type OrganizationPolicy = Organization['policy'];
export type Member = Answer<'/api/organizations/{organization}/members', 'get', 200>['members'][number];
export type Team = Answer<'/api/organizations/{organization}/teams', 'get', 200>['teams'][number];
export type TeamRight = NonNullable<
  Answer<'/api/organizations/{organization}/teams/{team}', 'get', 200>['rights']
>[number];
export type Repository = Answer<'/api/repositories', 'get', 200>['repositories'][number];
export type RightHolder = Answer<'/api/repository/rights', 'get', 200>['rights'][number];
export type RepositoryRight = RightHolder['right'];
export type BrowserSession = Answer<'/api/sessions', 'get', 200>['sessions'][number];
export type CommandLine = Answer<'/api/sign-ins', 'get', 200>['signIns'][number];
export type Domain = Answer<'/api/organizations/{organization}/domains', 'get', 200>['domains'][number];
export type SingleSignOn = Answer<'/api/organizations/{organization}/single-sign-on', 'get', 200>;
export type SingleSignOnConnection = NonNullable<SingleSignOn['connection']>;
export type GroupTeam = SingleSignOnConnection['groupTeams'][number];
type FactorList = Answer<'/api/account/factors', 'get', 200>;
export type SecondFactor = FactorList['factors'][number];
