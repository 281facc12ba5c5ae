import type { NoticeKind } from '@lanyard/core/notices/notice';
import { sourceNetworks } from '@lanyard/core/source-network';
import type { Records } from '../store/store.ts';
import { type Limiters, take } from './limiters.ts';

/**
 * Limits how many mails are sent. Each kind has its own limit, because anybody can request a password reset, and a
 * directory can send its requests.
 */
export interface MailLimit {
  /** Returns the seconds to wait, or undefined if this request may continue. */
  countSource(address: string): Promise<number | undefined>;
  /** `whom` is the id of an account, or an e-mail address. */
  countReceiver(kind: NoticeKind, whom: string): Promise<number | undefined>;
  /**
   * Each inviter has only a share of the address's limit, so that nobody alone can use up the invitations of others.
   */
  countInvitation(inviterId: string, address: string): Promise<number | undefined>;
  /** For mails that nobody requested. Also counts the mails of all kinds to this account. */
  countNotice(kind: NoticeKind, accountId: string): Promise<number | undefined>;
}

export function createMailLimit(limiters: Limiters): MailLimit {
  return {
    countSource: (address) => {
      const { network, wideNetwork } = sourceNetworks(address);
      return take(limiters, [
        { limit: 'mail-network', of: network },
        { limit: 'mail-wide-network', of: wideNetwork },
      ]);
    },
    countReceiver: (kind, whom) => take(limiters, [{ limit: 'mail-account', of: `${kind} ${whom}` }]),
    countInvitation: (inviterId, address) =>
      take(limiters, [
        { limit: 'mail-account', of: `invitation ${inviterId} ${address}` },
        { limit: 'invitation-mails', of: address },
      ]),
    countNotice: (kind, accountId) =>
      take(limiters, [
        { limit: 'mail-account', of: `${kind} ${accountId}` },
        { limit: 'mails-of-account', of: accountId },
      ]),
  };
}

/**
 * Limits how many sign-ins begin that store a row before the person is known: at a provider, or with only a passkey.
 */
export interface FlowLimit {
  /** Returns the seconds to wait, or undefined if this sign-in may begin. */
  countSource(address: string): Promise<number | undefined>;
}

export function createFlowLimit(limiters: Limiters): FlowLimit {
  return {
    countSource: (address) => {
      const { network, wideNetwork } = sourceNetworks(address);
      return take(limiters, [
        { limit: 'flow-network', of: network },
        { limit: 'flow-wide-network', of: wideNetwork },
      ]);
    },
  };
}

/** The things that an account can create, each with a limit. */
export type AccountRows =
  | 'sessions-started'
  | 'command-lines-approved'
  | 'tokens-created'
  | 'auto-tokens-created'
  | 'repositories-created'
  | 'webhook-events-sent'
  | 'reviews-started'
  | 'organizations-created'
  | 'passwords-changed'
  | 'accounts-brought'
  | 'provider-logouts';

/** Limits everything that an account creates and the database keeps. */
export interface RowLimit {
  /**
   * Returns the seconds to wait, or undefined if these may be created. The owner is an account, or one of its
   * command-line logins.
   */
  countMade(rows: AccountRows, ownerId: string, count?: number): Promise<number | undefined>;
}

export function createRowLimit(limiters: Limiters): RowLimit {
  return {
    countMade: (limit, of, count = 1) =>
      take(
        limiters,
        Array.from({ length: count }, () => ({ limit, of })),
      ),
  };
}

/** Limits the events of everybody who can repeat a change. */
export interface ChangeLimit {
  /**
   * Counts in the transaction of the change, so a change that fails is not counted. Returns the seconds to wait, or
   * undefined if the change may be committed. `of` is the id of an account or an organization.
   */
  count(
    counters: Records['counters'],
    who: { type: 'person' | 'directory'; of: string },
    events: number,
  ): Promise<number | undefined>;
}

export function createChangeLimit(limiters: Limiters): ChangeLimit {
  return {
    count: (counters, { type, of }, events) => {
      const prefix = type === 'directory' ? 'directory-changes' : 'changes';
      const all = [
        { limit: `${prefix}-hour`, of },
        { limit: `${prefix}-day`, of },
      ] as const;
      return limiters.takeWithin(counters, all, events);
    },
  };
}
