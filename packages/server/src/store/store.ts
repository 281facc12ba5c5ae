import type { AuditAction } from '@lanyard/core/audit/audit-event';
import type { MerkleTree } from '@lanyard/core/audit/merkle-tree';
import { accessReads } from './records/access/access.ts';
import { accessReviewReads } from './records/access-review/access-review.ts';
import { namespaceHistoryReads } from './records/access-review/namespace-history.ts';
import { reachRulingReads, reachRulingRecords } from './records/access-review/reach-rulings.ts';
import { toldApprovalReads, toldApprovalRecords } from './records/access-review/told-approvals.ts';
import { trustedHolderReads, trustedHolderRecords } from './records/access-review/trusted-holders.ts';
import { accountReads, accountRecords } from './records/accounts/accounts.ts';
import { passwordResetReads, passwordResetRecords } from './records/accounts/password-resets.ts';
import { setupCodeReads, setupCodeRecords } from './records/accounts/setup-codes.ts';
import { auditReads, auditRecords } from './records/audit/audit.ts';
import type { SignedCheckpoint } from './records/audit/audit-rows.ts';
import { commandLineReads, commandLineRecords } from './records/command-lines/command-lines.ts';
import { deviceCodeReads, deviceCodeRecords } from './records/command-lines/device-codes.ts';
import { counterReads, counterRecords } from './records/counters.ts';
import { scimGroupReads, scimGroupRecords } from './records/directory/scim-groups.ts';
import { scimTokenReads, scimTokenRecords } from './records/directory/scim-tokens.ts';
import { scimUserReads, scimUserRecords } from './records/directory/scim-users.ts';
import { accessHistoryReads } from './records/evidence/access-history.ts';
import { accessNowReads } from './records/evidence/access-now.ts';
import { repositoryUseReads } from './records/evidence/repository-uses.ts';
import { tokensThenReads } from './records/evidence/tokens-then.ts';
import { passageReads, passageRecords } from './records/gate/passages.ts';
import { quarantineReads, quarantineRecords } from './records/gate/quarantines.ts';
import { tagClaimReads, tagClaimRecords } from './records/gate/tag-claims.ts';
import { imageHintReads, imageHintRecords } from './records/images/image-hints.ts';
import { imageReads, imageRecords } from './records/images/images.ts';
import { invitationReads, invitationRecords } from './records/invitations/invitations.ts';
import { passwordUseReads, passwordUseRecords } from './records/lifetimes/password-uses.ts';
import { ruleExemptionReads, ruleExemptionRecords } from './records/lifetimes/rule-exemptions.ts';
import { stopFactReads, stopFactRecords } from './records/lifetimes/stop-facts.ts';
import { toldStopReads, toldStopRecords } from './records/lifetimes/told-stops.ts';
import { noticeReads, noticeRecords } from './records/notices/notices.ts';
import { toldExpiryReads, toldExpiryRecords } from './records/notices/told-expiries.ts';
import { unwantedNoticeReads, unwantedNoticeRecords } from './records/notices/unwanted-notices.ts';
import { organizationReads, organizationRecords } from './records/organizations/organizations.ts';
import { removedMemberReads, removedMemberRecords } from './records/organizations/removed-members.ts';
import { teamReads, teamRecords } from './records/organizations/teams.ts';
import { registryReads, registryRecords } from './records/registries/registries.ts';
import { registryConnectionReads, registryConnectionRecords } from './records/registries/registry-connections.ts';
import { repositoryReads, repositoryRecords } from './records/repositories/repositories.ts';
import { reviewItemReads, reviewItemRecords } from './records/reviews/review-items.ts';
import { reviewReads, reviewRecords } from './records/reviews/reviews.ts';
import { acceptedFindingReads, acceptedFindingRecords } from './records/scans/accepted-findings.ts';
import { imageRecheckReads, imageRecheckRecords } from './records/scans/image-rechecks.ts';
import { imageUseReads, imageUseRecords } from './records/scans/image-uses.ts';
import { imageVerdictReads, imageVerdictRecords } from './records/scans/image-verdicts.ts';
import { layerReads, layerRecords } from './records/scans/layers.ts';
import { scanEngineReads, scanEngineRecords } from './records/scans/scan-engines.ts';
import { vulnerabilityScanReads, vulnerabilityScanRecords } from './records/scans/vulnerability-scans.ts';
import { secondFactorReads, secondFactorRecords } from './records/second-factors/second-factors.ts';
import { flowStateReads, flowStateRecords } from './records/sessions/flow-states.ts';
import { knownSourceReads, knownSourceRecords } from './records/sessions/known-sources.ts';
import { sessionReads, sessionRecords } from './records/sessions/sessions.ts';
import { signingKeyReads, signingKeyRecords } from './records/signing-keys.ts';
import { domainReads, domainRecords } from './records/single-sign-on/domains.ts';
import { identityReads, identityRecords } from './records/single-sign-on/identities.ts';
import {
  singleSignOnConnectionReads,
  singleSignOnConnectionRecords,
} from './records/single-sign-on/single-sign-on-connections.ts';
import { tokenReads, tokenRecords } from './records/tokens/tokens.ts';
import { usageReads, usageRecords } from './records/tokens/usage.ts';
import { deliveryReads, deliveryRecords } from './records/webhooks/deliveries.ts';
import { webhookReads, webhookRecords } from './records/webhooks/webhooks.ts';
import type { Connection, PoolState, Transaction } from './schema.ts';

/** For every subject: the function that reads it, and the one that also writes it. */
const SUBJECTS = {
  access: [accessReads, accessReads],
  accessReview: [accessReviewReads, accessReviewReads],
  namespaceHistory: [namespaceHistoryReads, namespaceHistoryReads],
  reachRulings: [reachRulingReads, reachRulingRecords],
  trustedHolders: [trustedHolderReads, trustedHolderRecords],
  toldApprovals: [toldApprovalReads, toldApprovalRecords],
  reviews: [reviewReads, reviewRecords],
  reviewItems: [reviewItemReads, reviewItemRecords],
  stopFacts: [stopFactReads, stopFactRecords],
  ruleExemptions: [ruleExemptionReads, ruleExemptionRecords],
  passwordUses: [passwordUseReads, passwordUseRecords],
  toldStops: [toldStopReads, toldStopRecords],
  accounts: [accountReads, accountRecords],
  sessions: [sessionReads, sessionRecords],
  organizations: [organizationReads, organizationRecords],
  invitations: [invitationReads, invitationRecords],
  removedMembers: [removedMemberReads, removedMemberRecords],
  teams: [teamReads, teamRecords],
  repositories: [repositoryReads, repositoryRecords],
  tokens: [tokenReads, tokenRecords],
  usage: [usageReads, usageRecords],
  passages: [passageReads, passageRecords],
  quarantines: [quarantineReads, quarantineRecords],
  tagClaims: [tagClaimReads, tagClaimRecords],
  registries: [registryReads, registryRecords],
  registryConnections: [registryConnectionReads, registryConnectionRecords],
  imageHints: [imageHintReads, imageHintRecords],
  images: [imageReads, imageRecords],
  imageVerdicts: [imageVerdictReads, imageVerdictRecords],
  imageUses: [imageUseReads, imageUseRecords],
  imageRechecks: [imageRecheckReads, imageRecheckRecords],
  acceptedFindings: [acceptedFindingReads, acceptedFindingRecords],
  layers: [layerReads, layerRecords],
  vulnerabilityScans: [vulnerabilityScanReads, vulnerabilityScanRecords],
  scanEngines: [scanEngineReads, scanEngineRecords],
  signingKeys: [signingKeyReads, signingKeyRecords],
  setupCodes: [setupCodeReads, setupCodeRecords],
  passwordResets: [passwordResetReads, passwordResetRecords],
  deviceCodes: [deviceCodeReads, deviceCodeRecords],
  commandLines: [commandLineReads, commandLineRecords],
  domains: [domainReads, domainRecords],
  secondFactors: [secondFactorReads, secondFactorRecords],
  flowStates: [flowStateReads, flowStateRecords],
  counters: [counterReads, counterRecords],
  knownSources: [knownSourceReads, knownSourceRecords],
  singleSignOnConnections: [singleSignOnConnectionReads, singleSignOnConnectionRecords],
  identities: [identityReads, identityRecords],
  scimTokens: [scimTokenReads, scimTokenRecords],
  scimUsers: [scimUserReads, scimUserRecords],
  scimGroups: [scimGroupReads, scimGroupRecords],
  notices: [noticeReads, noticeRecords],
  webhooks: [webhookReads, webhookRecords],
  deliveries: [deliveryReads, deliveryRecords],
  unwantedNotices: [unwantedNoticeReads, unwantedNoticeRecords],
  toldExpiries: [toldExpiryReads, toldExpiryRecords],
  accessNow: [accessNowReads, accessNowReads],
  accessHistory: [accessHistoryReads, accessHistoryReads],
  tokensThen: [tokensThenReads, tokensThenReads],
  repositoryUses: [repositoryUseReads, repositoryUseReads],
  audit: [auditReads, auditRecords],
} as const;

type Subjects = typeof SUBJECTS;

export type Reads = { readonly [Subject in keyof Subjects]: ReturnType<Subjects[Subject][0]> };
export type Records = { readonly [Subject in keyof Subjects]: ReturnType<Subjects[Subject][1]> };

/**
 * Reads see committed data. Writes exist only inside `transaction`, on the records that it passes to the work. A nested
 * transaction is a programming error and throws at once. If another process interferes, the work runs again, so its
 * other effects must not add up. After a failed write, the whole transaction fails.
 */
export interface Store {
  readonly read: Reads;
  transaction<Result>(work: (records: Records) => Promise<Result>): Promise<Result>;
  /** The connections to PostgreSQL. Empty for SQLite. */
  connections(): readonly PoolState[];
  /** Gives waiting events their places in the log, unless another process does. Errors: `audit-log-damaged`. */
  placeAuditEvents(): Promise<void>;
  /**
   * Makes a checkpoint of the tree and stores it as the newest, if the function returns one. Errors:
   * `audit-log-damaged`.
   */
  signAuditTree(
    sign: (tree: MerkleTree, before: SignedCheckpoint) => SignedCheckpoint | undefined,
  ): Promise<SignedCheckpoint>;
  /** Whether changes are refused because events get no place in the log. */
  isAuditLogDamaged(): boolean;
  /** Calls the listener after each commit of events, with their actions. */
  whenAuditEventsWait(listener: (actions: readonly AuditAction[]) => void): void;
  /** Throws while the database cannot be reached, or while it accepts no writes since one failed. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** What is put around the methods of each subject. */
type Guard = <Methods extends object>(methods: Methods) => Methods;

export function readsOn(connection: Connection, guard: Guard): Reads {
  const entries = Object.entries(SUBJECTS).map(([name, [reads]]) => [name, guard<object>(reads(connection))]);
  return Object.fromEntries(entries) as Reads;
}

export function recordsOn(transaction: Transaction, guard: Guard): Records {
  return new OnDemand((subject) => guard(SUBJECTS[subject][1](transaction))) as object as Records;
}

/** A subject is made when it is first asked for: a transaction needs few of the many. */
class OnDemand {
  readonly make: (subject: keyof Subjects) => object;

  constructor(make: OnDemand['make']) {
    this.make = make;
  }

  static {
    for (const subject of Object.keys(SUBJECTS) as (keyof Subjects)[]) {
      Object.defineProperty(OnDemand.prototype, subject, {
        get(this: OnDemand) {
          const value = this.make(subject);
          Object.defineProperty(this, subject, { value });
          return value;
        },
      });
    }
  }
}
