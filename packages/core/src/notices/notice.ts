import type { Secret } from '../secret.ts';
import { ACCOUNT_NOTICES } from './account-notices.ts';
import { ASKED_NOTICES } from './asked-notices.ts';
import { IMAGE_NOTICES } from './image-notices.ts';
import { LIFETIME_NOTICES } from './lifetime-notices.ts';
import type { NoticeDeclaration, NoticeFacts } from './notice-declaration.ts';
import { ORGANIZATION_NOTICES } from './organization-notices.ts';
import { REVIEW_NOTICES } from './review-notices.ts';

/** Every notice that people get by mail. */
export const NOTICES = {
  ...ASKED_NOTICES,
  ...ACCOUNT_NOTICES,
  ...ORGANIZATION_NOTICES,
  ...REVIEW_NOTICES,
  ...LIFETIME_NOTICES,
  ...IMAGE_NOTICES,
};

export type NoticeKind = keyof typeof NOTICES;
export const NOTICE_KINDS = Object.keys(NOTICES) as NoticeKind[];

/** The facts of a notice of this kind, besides its reader. */
export type FactsOfNotice<Kind extends NoticeKind> = NonNullable<(typeof NOTICES)[Kind]['facts']>;

/** The declaration of a kind that is known only at run time. */
export function noticeOf(kind: NoticeKind): NoticeDeclaration<NoticeFacts> {
  return NOTICES[kind] as NoticeDeclaration<NoticeFacts>;
}

/** What a mail is written from: its reader, and the notices in it. */
export interface Written {
  readonly publicUrl: string;
  /** Empty for somebody without an account. */
  readonly accountName: string;
  readonly notices: readonly WrittenNotice[];
}

export interface WrittenNotice {
  readonly kind: NoticeKind;
  readonly facts: NoticeFacts;
  readonly createdAt: number;
  /** Made only for this mail. */
  readonly link?: Secret;
}

export interface MailWords {
  readonly subject: string;
  readonly lines: readonly string[];
}

/** A mail describes this many notices of one kind. It only counts the others. */
const WRITTEN_OUT = 10;

/** The words of one mail about notices of one kind. */
export function mailWords({ publicUrl, accountName, notices }: Written): MailWords {
  const texts = notices.slice(0, WRITTEN_OUT).map(({ kind, facts, createdAt, link }) => {
    const words = noticeOf(kind).words(facts, { publicUrl, accountName, time: timeText(createdAt), link });
    return { ...words, time: timeText(createdAt) };
  });
  const [first] = texts;
  if (!first) throw new Error('a mail needs a notice');
  if (notices.length === 1) return first;
  const left = notices.length - texts.length;
  return {
    subject: `${noticeOf(notices[0]?.kind as NoticeKind).label}: ${notices.length} notices`,
    lines: [
      ...texts.flatMap(({ subject, lines, time }) => [`== ${subject} (${time})`, '', ...lines, '']),
      ...(left > 0
        ? [`${left} more are not written out here. The audit log lists them: ${publicUrl}/account/audit`]
        : []),
    ],
  };
}

/** The form in which mails show a time. */
function timeText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
