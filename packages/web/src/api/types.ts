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
export type EvidenceAccount = Answer<'/api/evidence/accounts', 'get', 200>['accounts'][number];
export type EvidenceToken = Answer<'/api/evidence/tokens', 'get', 200>['tokens'][number];
export type EvidenceUse = Answer<'/api/evidence/uses', 'get', 200>['uses'][number];
export type OrganizationPolicy = Organization['policy'];
export type MemberTerms = Answer<'/api/organizations/{organization}/membership/terms', 'get', 200>;
export type TermInWords = MemberTerms['words'][number];
export type WaitingInvitation = Answer<'/api/invitations', 'get', 200>['invitations'][number];
export type OpenedInvitation = Answer<'/api/invitations/open', 'post', 200>;
export type SentInvitation = Answer<'/api/server/invitations', 'get', 200>['invitations'][number];
export type MemberList = Answer<'/api/organizations/{organization}/members', 'get', 200>;
export type Member = MemberList['members'][number];
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
export type ReviewedToken = Answer<
  '/api/organizations/{organization}/access-review/tokens',
  'get',
  200
>['tokens'][number];
export type ReviewQuery = NonNullable<
  paths['/api/organizations/{organization}/access-review/tokens']['get']['parameters']['query']
>;
export type Ruling = NonNullable<
  paths['/api/organizations/{organization}/access-review/rulings']['post']['requestBody']
>['content']['application/json'];
export type Review = Answer<'/api/organizations/{organization}/reviews/{id}', 'get', 200>;
export type ReviewItem = Answer<'/api/organizations/{organization}/reviews/{id}/items', 'get', 200>['items'][number];
export type ReviewItemsQuery = NonNullable<
  paths['/api/organizations/{organization}/reviews/{id}/items']['get']['parameters']['query']
>;
export type NewReview = NonNullable<
  paths['/api/organizations/{organization}/reviews']['post']['requestBody']
>['content']['application/json'];
export type ReviewDecision = NonNullable<
  paths['/api/organizations/{organization}/reviews/{id}/decisions']['post']['requestBody']
>['content']['application/json'];
export type DecidedItems = Answer<'/api/organizations/{organization}/reviews/{id}/decisions', 'post', 200>;
export type TokenStop = Answer<'/api/account/token-stops', 'get', 200>['stops'][number];
export type Exemption = Answer<'/api/organizations/{organization}/exemptions', 'get', 200>['exemptions'][number];
export type RulePreview = Answer<'/api/organizations/{organization}/access-review/rule-preview', 'get', 200>;
export type TokenHold = Answer<'/api/tokens/{id}/holds', 'get', 200>['holds'][number];
export type Webhook = Answer<'/api/organizations/{organization}/webhooks', 'get', 200>['webhooks'][number];
export type WebhookForm = Webhook['form'];
export type Delivery = Answer<
  '/api/organizations/{organization}/webhooks/{id}/deliveries',
  'get',
  200
>['deliveries'][number];
export type Passage = Answer<'/api/repository/passages', 'get', 200>['passages'][number];
export type Vulnerability = Answer<'/api/repository/vulnerabilities', 'get', 200>['vulnerabilities'][number];
export type Severity = Vulnerability['severity'];
export type AcceptedFinding = Answer<'/api/repository/accepted-findings', 'get', 200>['findings'][number];
export type Quarantine = Answer<'/api/repository/quarantines', 'get', 200>['quarantines'][number];
export type Registry = Answer<'/api/registries', 'get', 200>['registries'][number];
export type RegistryTest = Answer<'/api/registries/{name}/test', 'post', 200>;
export type Account = Answer<'/api/accounts', 'get', 200>['accounts'][number];
export type AccountDetail = Answer<'/api/accounts/{name}', 'get', 200>;
export type FoundToken = Answer<'/api/server/tokens/find', 'post', 200>;
export type ServerHealth = Answer<'/api/server/health', 'get', 200>;
export type Overview = Answer<'/api/overview', 'get', 200>;
export type NoticeChoice = Answer<'/api/account/notices', 'get', 200>['notices'][number];
export type UnwantedNotice = NonNullable<
  paths['/api/account/notices']['put']['requestBody']
>['content']['application/json']['unwanted'][number];
type FactorList = Answer<'/api/account/factors', 'get', 200>;
export type SecondFactor = FactorList['factors'][number];
export type Tag = Answer<'/api/repository/tags', 'get', 200>['tags'][number];
export type Image = Answer<'/api/repository/image', 'get', 200>;
export type ImageLayer = Image['layers'][number];
export type ImageVerdict = Image['verdict'];
export type SecurityOverview = Answer<'/api/organizations/{organization}/security', 'get', 200>;
