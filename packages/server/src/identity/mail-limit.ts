import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';

import { type Limiters, sourceNetwork } from './limiters.ts';

/** How many mails are sent on request. Every request counts, also beyond the limit. */
export interface MailLimit {
  /** Seconds to wait, or undefined where this request may go on. */
  countSource(address: string): Promise<number | undefined>;
  countAccount(accountId: string): Promise<number | undefined>;
}

/** Enough for people whose mail is slow, too few to fill a mailbox. */
const ACCOUNT_LIMIT = { points: 3, durationSeconds: 3600 } as const;
/** Enough for an office, too few to have mails sent to everybody. */
const NETWORK_LIMIT = { points: 20, durationSeconds: 3600 } as const;

export async function createMailLimit(limiters: Limiters): Promise<MailLimit> {
  const accounts = await limiters.open('mail-account', ACCOUNT_LIMIT);
  const networks = await limiters.open('mail-network', NETWORK_LIMIT);
  return {
    countSource: (address) => count(networks, sourceNetwork(address)),
    countAccount: (accountId) => count(accounts, accountId),
  };
}

/** Seconds to wait where the limit is passed. */
async function count(limiter: RateLimiterAbstract, key: string): Promise<number | undefined> {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw refusal;
  }
}
