import type { NoticeFacts } from '@lanyard/core/notices/notice-declaration';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Notice } from '../../store/records/notices/notices.ts';

/** What a requested mail needs besides its notice. It is made when the mail is sent, and not stored. */
export interface AskedMail {
  readonly to: string;
  /** Empty for somebody without an account. */
  readonly accountName: string;
  readonly link?: Secret;
  /** Replaces the facts of the notice. */
  readonly facts?: NoticeFacts;
}

/** False if the limit is reached. A mail counts once, however often its delivery is tried. */
export async function mayBeMailed({ mailLimit }: Services, notice: Notice, whom: string): Promise<boolean> {
  return notice.isPrepared || (await mailLimit.countReceiver(notice.kind, whom)) === undefined;
}
