import { NOTICE_KINDS, type NoticeKind, noticeOf } from '@lanyard/core/notices/notice';
import type { Services } from '../../services.ts';
import type { AccountCaller } from '../access/caller.ts';
import { accountSubject, look, transact } from '../access/change.ts';
import { requireSignedIn } from '../access/permissions.ts';

export interface NoticeChoice {
  readonly kind: NoticeKind;
  readonly label: string;
  /** Security notices cannot be turned off. */
  readonly isSecurity: boolean;
  readonly isWanted: boolean;
}

/** Every kind of mail that can come without a request. */
const LISTED = NOTICE_KINDS.filter((kind) => noticeOf(kind).weight !== 'asked');
/** The kinds that a reader may turn off. */
export const OPTIONAL_NOTICES = NOTICE_KINDS.filter((kind) => noticeOf(kind).weight === 'news');

/** The kinds of mails that the caller gets. Errors: `forbidden`. */
export async function showNoticeChoices(services: Services, caller: AccountCaller): Promise<readonly NoticeChoice[]> {
  requireSignedIn(caller);
  return choicesOf(await look(services, caller).records.unwantedNotices.ofAccount(caller.account.id));
}

/** Turns off these mails, and turns on all others. Errors: `forbidden`. */
export async function chooseNotices(
  services: Services,
  caller: AccountCaller,
  unwanted: readonly NoticeKind[],
): Promise<readonly NoticeChoice[]> {
  requireSignedIn(caller);
  const turnedOff = OPTIONAL_NOTICES.filter((kind) => unwanted.includes(kind)).toSorted();
  await transact(services, caller, async ({ records, audit }) => {
    const { account } = caller;
    await records.accounts.lock(account.id);
    const before = await records.unwantedNotices.ofAccount(account.id);
    if (before.join() === turnedOff.join()) return;
    await records.unwantedNotices.put(account.id, turnedOff);
    await audit('account.notices-chosen', accountSubject(account), { turnedOff });
  });
  return choicesOf(turnedOff);
}

function choicesOf(unwanted: readonly NoticeKind[]): readonly NoticeChoice[] {
  return LISTED.map((kind) => {
    const { label, weight } = noticeOf(kind);
    const isSecurity = weight === 'security';
    return { kind, label, isSecurity, isWanted: isSecurity || !unwanted.includes(kind) };
  });
}
