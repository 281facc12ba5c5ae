import type { NoticeFacts } from '@lanyard/core/notices/notice-declaration';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Notice } from '../../store/records/notices/notices.ts';

/** What a mail that somebody asked for needs beside its notice: it is made when the mail is sent, and kept nowhere. */
export interface AskedMail {
  readonly to: string;
  /** Empty for somebody without an account. */
  readonly accountName: string;
  readonly link?: Secret;
  /** In the place of those of the notice. */
  readonly facts?: NoticeFacts;
}

/** False beyond the limit. A mail counts once, however often it is tried. */
export async function mayBeMailed({ mailLimit }: Services, notice: Notice, whom: string): Promise<boolean> {
  return notice.isPrepared || (await mailLimit.countReceiver(notice.kind, whom)) === undefined;
}
