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
