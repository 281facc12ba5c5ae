import type { NoticeKind } from '@lanyard/core/notices/notice';
import { sourceNetworks } from '@lanyard/core/source-network';
import { type Limiters, take } from './limiters.ts';

/**
 * How many mails are sent. One kind must not use up another: anybody can ask for a password reset, and a directory for its
 * requests.
 */
export interface MailLimit {
  /** Seconds to wait, or undefined where this request may go on. */
  countSource(address: string): Promise<number | undefined>;
  /** `whom`: the id of an account, or an e-mail address. */
  countReceiver(kind: NoticeKind, whom: string): Promise<number | undefined>;
  /** An inviter has a share of the address: nobody alone can use up what others may send there. */
  countInvitation(inviterId: string, address: string): Promise<number | undefined>;
  /** For what nobody asked for: also counts the mails of all kinds to this account. */
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

/** How many sign-ins begin that leave a row before anybody is known: at a provider, or with a passkey alone. */
export interface FlowLimit {
  /** Seconds to wait, or undefined where this one may begin. */
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

/** What an account may make so often. */
export type AccountRows =
  | 'sessions-started'
  | 'command-lines-approved'
  | 'tokens-created'
  | 'auto-tokens-created'
  | 'repositories-created'
  | 'webhook-events-sent'
  | 'organizations-created';

/** Whatever an account makes and the database keeps has a limit. */
export interface RowLimit {
  /** Seconds to wait, or undefined where these may be made. The owner is an account, or one of its command-line logins. */
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
