import { mailWords, type NoticeKind, noticeOf, type WrittenNotice } from '@lanyard/core/notices/notice';
import { Secret } from '@lanyard/core/secret';
import type { Logger } from 'pino';
import type { Mail, Mailer, MailFault } from '../../outbound/mail.ts';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Notice } from '../../store/records/notices/notices.ts';
import type { AskedMail } from '../access/asked-mail.ts';
import { prepareReset } from '../accounts/password-reset.ts';
import { prepareDirectoryRequest } from '../directory/directory-requests.ts';
import { prepareInvitation } from '../invitations/invitation-mail.ts';
import { prepareConnection } from '../single-sign-on/connect-account.ts';

export interface MailSending {
  readonly services: Services;
  readonly mailer: Mailer;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Longer than most mails take with a slow mail server. After this time, another server can send them too. */
export const CLAIM_MILLISECONDS = 300_000;
/** Greylisting accepts a mail after some minutes, and a mail server can be down for a weekend. */
const PAUSE_SECONDS = [2, 15, 60, 300, 900, 3600, 7200] as const;
const LONGEST_PAUSE_SECONDS = 14_400;
/** How many notices one mail can include, most of them only as a count. More wait for the next mail. */
const GATHERED = 1000;

/** The result for a claimed notice: it is finished, or due again. */
export interface Outcome {
  readonly notice: Notice;
  readonly again?: Pick<Notice, 'dueAt' | 'isPrepared'>;
}

type Notices = readonly Notice[];

/**
 * Sends claimed notices of one kind for one recipient. They go in one mail, except that a notice with a link has its
 * own mail. Throws nothing.
 */
export async function sendNotices(sending: MailSending, claimed: Notices): Promise<readonly Outcome[]> {
  const { clock } = sending.services;
  const isStale = ({ kind, createdAt }: Notice) => clock.now() - createdAt > noticeOf(kind).uselessAfterSeconds * 1000;
  const { stale = [], current = [] } = Object.groupBy(claimed, (notice) => (isStale(notice) ? 'stale' : 'current'));
  const outcomes = stale.map(over);
  const isAsked = ({ kind }: Notice) => noticeOf(kind).weight === 'asked';
  if (current.every(isAsked)) {
    for (const notice of current) outcomes.push(...(await tried(sending, [notice], () => sendAsked(sending, notice))));
    return outcomes;
  }
  return [...outcomes, ...(await tried(sending, current, () => sendGathered(sending, current)))];
}

function over(notice: Notice): Outcome {
  return { notice };
}

function later({ clock }: Services, notices: Notices, seconds: number, isPrepared: boolean): readonly Outcome[] {
  const again = { dueAt: clock.now() + seconds * 1000, isPrepared };
  return notices.map((notice) => ({ notice, again }));
}

/** After a fault, the notices are kept for later, unless the mail server refuses them permanently. */
async function tried(
  { services, logger }: MailSending,
  claimed: Notices,
  send: () => Promise<readonly Outcome[]>,
): Promise<readonly Outcome[]> {
  try {
    return await send();
  } catch (error) {
    const { name, isPassing = true, code, responseCode } = error as Partial<MailFault>;
    const facts = { error: { name, code, responseCode } };
    logger.warn(facts, isPassing ? 'a mail was not sent yet; it is tried again' : 'a mail was not sent');
    if (!isPassing) return claimed.map(over);
    const attempts = Math.max(...claimed.map((notice) => notice.attempts));
    return later(services, claimed, PAUSE_SECONDS[attempts - 1] ?? LONGEST_PAUSE_SECONDS, true);
  }
}

async function sendAsked({ services, mailer }: MailSending, notice: Notice): Promise<readonly Outcome[]> {
  const mail = await writeAsked(services, notice);
  if (mail) await mailer.deliver(mail);
  return [over(notice)];
}

async function writeAsked(services: Services, notice: Notice): Promise<Mail | undefined> {
  const prepared = await prepareAsked(services, notice);
  if (!prepared) return undefined;
  const { to, accountName, link, facts = notice.facts } = prepared;
  return mailOf(services, { name: accountName, email: to }, [{ ...notice, facts, ...(link && { link }) }]);
}

/** Above the limit, notices wait and are sent together. So no mailbox is flooded, and nothing is lost (R40). */
async function sendGathered({ services, mailer }: MailSending, claimed: Notices): Promise<readonly Outcome[]> {
  const [notice] = claimed;
  const account = notice && (await readerOf(services, notice));
  if (!account || !(await isWanted(services, account, notice))) return claimed.map(over);
  const isCounted = claimed.some(({ isPrepared }) => isPrepared);
  const waitSeconds = isCounted ? undefined : await services.mailLimit.countNotice(notice.kind, account.id);
  if (waitSeconds !== undefined) return later(services, claimed, waitSeconds, false);
  const alike = claimed.length === 1 ? [] : await claimAlike(services, notice);
  await mailer.deliver(mailOf(services, account, [...claimed, ...alike]));
  return [...claimed, ...alike].map(over);
}

type Reader = Pick<Account, 'id' | 'name' | 'email'>;

/** A disabled account gets no mail. A notice to an address is about an account that had this address. */
async function readerOf({ store }: Services, { recipient, recipientType }: Notice): Promise<Reader | undefined> {
  if (recipientType === 'address') return { id: recipient, name: '', email: recipient };
  const account = await store.read.accounts.byId(recipient);
  return account?.disabledAt === null ? account : undefined;
}

/** Security notices are always sent. */
async function isWanted({ store }: Services, { id }: Reader, { kind }: Notice): Promise<boolean> {
  if (noticeOf(kind).weight === 'security') return true;
  return !(await store.read.unwantedNotices.ofAccount(id)).includes(kind);
}

function claimAlike({ store, clock }: Services, notice: Notice): Promise<readonly Notice[]> {
  const now = clock.now();
  return store.transaction(({ notices }) => notices.claimAlike(notice, now, now + CLAIM_MILLISECONDS, GATHERED));
}

function mailOf(
  { publicUrl }: Services,
  { name, email }: Pick<Account, 'name' | 'email'>,
  notices: readonly WrittenNotice[],
): Mail {
  const { subject, lines } = mailWords({ publicUrl, accountName: name, notices });
  return { to: email, subject, text: new Secret(`${lines.join('\n')}\n`) };
}

type Prepare = (services: Services, notice: Notice) => Promise<AskedMail | undefined>;

const PREPARE: Partial<Record<NoticeKind, Prepare>> = {
  'password-reset': prepareReset,
  'connection-code': prepareConnection,
  invitation: prepareInvitation,
  'directory-request': prepareDirectoryRequest,
};

/**
 * The receiver of a requested mail, and its link. Undefined if there is no receiver, or if mails were requested too
 * often.
 */
async function prepareAsked(services: Services, notice: Notice): Promise<AskedMail | undefined> {
  const prepare = PREPARE[notice.kind];
  if (!prepare) throw new Error(`nothing makes the link of ${notice.kind}`);
  return prepare(services, notice);
}
