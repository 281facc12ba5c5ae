import type { Secret } from '../secret.ts';

type Fact = string | number | boolean | null | readonly string[];
/** Names, ids and times, as they are kept until the mail is sent. Never a secret, and never a link (R17). */
export type NoticeFacts = Readonly<Record<string, Fact>>;

/** What the words of a mail can use besides the facts. */
export interface Told {
  readonly publicUrl: string;
  /** The name of the reader's account. Empty for a reader without an account. */
  readonly accountName: string;
  /** When it happened. */
  readonly time: string;
  /** A credential, made when the mail is sent. */
  readonly link?: Secret | undefined;
}

export interface Words {
  readonly subject: string;
  readonly lines: readonly string[];
}

/**
 * - `asked`: somebody asked for it, perhaps a stranger. Beyond the limit it is dropped, because its link would be old.
 * - `security`: it reports something that an attacker may have done. Nobody can turn it off.
 * - `news`: the reader can turn it off.
 */
export type NoticeWeight = 'asked' | 'security' | 'news';

/** One kind of notice: its label, its weight, its facts, and the words of its mail. */
export interface NoticeDeclaration<Facts> {
  readonly label: string;
  readonly weight: NoticeWeight;
  readonly facts?: Facts;
  /** After this time it is not sent any more: its link would be invalid, or the reader already knows. */
  readonly uselessAfterSeconds: number;
  words(facts: Facts, told: Told): Words;
}

type Declared<Facts> = Omit<NoticeDeclaration<Facts>, 'uselessAfterSeconds'> & { uselessAfterSeconds?: number };

const DAYS = 86_400;

/** The default is three days, because a mail server can be down for a weekend. */
export function notice<Facts extends NoticeFacts>(declared: Declared<Facts>): NoticeDeclaration<Facts> {
  return { uselessAfterSeconds: 3 * DAYS, ...declared };
}

/** `address` is null if an operator did it on the server's own machine. */
export function fromWhere(address: string | null): string {
  return address === null ? 'by an operator of the server.' : `from ${address}.`;
}

export function linkText({ link }: Told): string {
  if (!link) throw new Error('the link of this mail was not made');
  return link.reveal();
}

export function dayText(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
