/** Control characters and line ends, letters that show as nothing or turn the text around, and what is no letter. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}]/gu;

/** What others wrote, made safe for a line of a terminal. */
export function printable(text: unknown, maximumLength = 300): string {
  const safe = String(text ?? '').replace(UNSAFE, '?');
  return safe.length > maximumLength ? `${safe.slice(0, maximumLength)}...` : safe;
}

/** The same for a text of several lines and cells. */
export function printableText(text: string): string {
  return text.replace(UNSAFE, (character) => (character === '\n' || character === '\t' ? character : '?'));
}
