import type { Kysely } from 'kysely';

/** Text ids, epoch milliseconds as bigint, 0 or 1 for booleans, JSON as text: the same on both databases. */
export interface Schema {
  namespaces: { name: string; owner_type: 'account' | 'organization'; owner_id: string };
  accounts: {
    id: string;
    name: string;
    email: string;
    password_hash: string | null;
    is_administrator: number;
    disabled_at: number | null;
    created_at: number;
    /** Kept with `second_factors`, so that the look-up by digest brings it. */
    has_second_factor: number;
  };
  sessions: {
    id: string;
    digest: string;
    account_id: string;
    created_at: number;
    authenticated_at: number;
    last_seen_at: number;
    address: string;
    client: string;
    ends_at: number | null;
    organization_id: string | null;
  };
  organizations: { id: string; name: string; policy: string; created_at: number };
  memberships: {
    organization_id: string;
    account_id: string;
    role: 'owner' | 'member';
    created_at: number;
    sso_proven_at: number | null;
    sso_ended_at: number | null;
  };
  teams: { id: string; organization_id: string; name: string; created_at: number };
  team_members: { team_id: string; account_id: string };
  repositories: {
    id: string;
    namespace: string;
    name: string;
    visibility: 'public' | 'private';
    created_at: number;
  };
  /** `rank` is 1 for read, 2 for write, 3 for admin, so that the widest is the largest. */
  repository_rights: {
    repository_id: string;
    subject_type: 'team' | 'account';
    subject_id: string;
    rank: number;
  };
  access_tokens: AccessTokenRow;
  token_usage: {
    token_id: string;
    day: number;
    registry: string;
    repository: string;
    actions: string;
    address: string;
    client: string;
    count: number;
    last_at: number;
  };
  device_codes: {
    id: string;
    digest: string;
    user_code_digest: string;
    client_id: string;
    client: string;
    address: string;
    created_at: number;
    expires_at: number;
    interval_seconds: number;
    last_polled_at: number | null;
    session_id: string | null;
    account_id: string | null;
    decision: 'approved' | 'refused' | null;
  };
  code_guesses: { account_id: string; at: number };
  sign_ins: {
    id: string;
    account_id: string;
    client_id: string;
    client: string;
    address: string;
    created_at: number;
    last_used_at: number;
    idle_seconds: number;
    expires_at: number;
    generation: number;
    previous_generation: number | null;
    token_id: string | null;
    ended_at: number | null;
  };
  registries: {
    id: string;
    name: string;
    service: string;
    kind: 'distribution' | 'zot';
    token_ttl_seconds: number;
    leaf_not_before: number;
    created_at: number;
  };
  signing_keys: {
    id: string;
    purpose: string;
    algorithm: 'ES256' | 'RS256';
    certificate_pem: string | null;
    public_key_pem: string;
    sealed_private_key: string;
    created_at: number;
  };
  /** One row at most. */
  setup_codes: { id: number; digest: string; expires_at: number };
  password_resets: { digest: string; account_id: string; expires_at: number };
  organization_domains: {
    organization_id: string;
    name: string;
    challenge: string;
    created_at: number;
    verified_at: number | null;
  };
  scim_tokens: { organization_id: string; digest: string; created_at: number };
  scim_users: {
    account_id: string;
    organization_id: string;
    user_name: string;
    user_name_key: string;
    external_id: string | null;
    created_at: number;
    disabled_at: number | null;
    deleted_at: number | null;
  };
  scim_groups: {
    team_id: string;
    organization_id: string;
    display_name: string;
    display_name_key: string;
    external_id: string | null;
    created_at: number;
  };
  second_factors: {
    id: string;
    account_id: string;
    type: 'totp' | 'passkey';
    name: string;
    created_at: number;
    last_used_at: number | null;
    sealed_seed: string | null;
    last_step: number | null;
    credential_id: string | null;
    public_key: string | null;
    counter: number | null;
    transports: string | null;
  };
  recovery_codes: { account_id: string; digest: string; used_at: number | null };
  flow_states: {
    purpose: string;
    digest: string;
    account_id: string | null;
    sealed_data: string;
    wrong_codes: number;
    expires_at: number;
  };
  sso_connections: {
    organization_id: string;
    id: string;
    settings: string;
    sealed_secret: string | null;
    created_at: number;
  };
  identities: {
    organization_id: string;
    issuer: string;
    subject: string;
    account_id: string;
    created_at: number;
    proven_at: number;
    checked_at: number;
    sealed_refresh_token: string | null;
  };
  audit_events: AuditEventRow;
  audit_head: { id: number; sequence: number; digest: string };
}

export interface AccessTokenRow {
  id: string;
  digest: string;
  kind: 'pat' | 'auto' | 'oat';
  origin: 'manual' | 'auto';
  owner_id: string;
  description: string;
  /** The description in lower case: the databases fold letters differently. */
  search_text: string;
  grants: string;
  hub_scopes: string | null;
  hub_resources: string | null;
  hub_description: string | null;
  created_at: number;
  created_by: string | null;
  created_address: string;
  created_client: string;
  expires_at: number | null;
  idle_seconds: number | null;
  expires_at_text: string | null;
  deactivated_at: number | null;
  deleted_at: number | null;
  deleted_because: 'deleted' | 'evicted' | 'signed-out' | null;
  kept_then: number | null;
  last_used_at: number | null;
  last_used_address: string | null;
  last_used_client: string | null;
}

export interface AuditEventRow {
  sequence: number;
  id: string;
  at: number;
  action: string;
  actor_type: string;
  actor_id: string;
  actor_name: string;
  subject_type: string;
  subject_id: string;
  subject_name: string;
  namespace: string | null;
  address: string;
  client: string;
  data: string;
  previous_digest: string;
  digest: string;
}

export type Database = Kysely<Schema>;
