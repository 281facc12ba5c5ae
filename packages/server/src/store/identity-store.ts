import type * as records from './records.ts';

export interface SecondFactorReads {
  /** Oldest first. */
  ofAccount(accountId: string): Promise<readonly records.SecondFactor[]>;
  byCredentialId(credentialId: string): Promise<records.PasskeyFactor | undefined>;
  countRecoveryCodes(accountId: string): Promise<number>;
}

/** The account's `hasSecondFactor` follows in the same transaction. */
export interface SecondFactorRecords extends SecondFactorReads {
  /** Throws DomainError `conflict` where the passkey is known already. */
  insert(factor: records.SecondFactor): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  /** Also drops the recovery codes with the last one. */
  delete(factor: records.SecondFactor): Promise<boolean>;
  deleteOfAccount(accountId: string): Promise<number>;
  /** True for the first to use a code of this step or a later one. */
  useStep(id: string, step: number, at: number): Promise<boolean>;
  /** True where nobody else moved the counter since. */
  useCounter(id: string, before: number, after: number, at: number): Promise<boolean>;
  /** Replaces all. */
  putRecoveryCodes(accountId: string, digests: readonly string[]): Promise<void>;
  /** True once for each code. */
  useRecoveryCode(accountId: string, digest: string, at: number): Promise<boolean>;
}

export interface FlowStateReads {
  find(purpose: records.FlowPurpose, digest: string, now: number): Promise<records.FlowState | undefined>;
}

export interface FlowStateRecords extends FlowStateReads {
  /** Replaces what was there under the same digest. */
  put(state: records.FlowState): Promise<void>;
  /** Changes the data alone: neither the time nor the wrong codes so far. */
  setData(purpose: records.FlowPurpose, digest: string, sealedData: string): Promise<void>;
  /** The state for the one who removed it, then never again. */
  take(purpose: records.FlowPurpose, digest: string, now: number): Promise<records.FlowState | undefined>;
  /** How many codes have been wrong now, this one too. */
  countWrongCode(purpose: records.FlowPurpose, digest: string): Promise<number>;
  deleteOfAccount(accountId: string): Promise<void>;
  deleteExpired(now: number): Promise<void>;
}

export interface SsoConnectionReads {
  ofOrganization(organizationId: string): Promise<records.SsoConnection | undefined>;
}

export interface SsoConnectionRecords extends SsoConnectionReads {
  /** Replaces the one before. */
  put(connection: records.SsoConnection): Promise<void>;
  delete(organizationId: string): Promise<boolean>;
}

export interface IdentityReads {
  bySubject(organizationId: string, issuer: string, subject: string): Promise<records.Identity | undefined>;
  ofAccount(organizationId: string, accountId: string): Promise<records.Identity | undefined>;
  countOfOrganization(organizationId: string, issuer: string): Promise<number>;
  /** Those that the provider can be asked about, checked before that time, longest ago first. */
  toCheck(organizationId: string, checkedBefore: number, limit: number): Promise<readonly records.Identity[]>;
}

export interface IdentityRecords extends IdentityReads {
  /** Throws DomainError `conflict` where the account has another subject. */
  put(identity: records.Identity): Promise<void>;
  /** True for the one who moved `checkedAt` on from what it was. */
  claimCheck(identity: records.Identity, at: number): Promise<boolean>;
  delete(organizationId: string, accountId: string): Promise<boolean>;
}
