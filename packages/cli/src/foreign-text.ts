/** Control characters, line ends, invisible letters, letters that reverse the text, and codes without a letter. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}]/gu;

/** Text from a server or a registry, made safe for one line of a terminal. */
export function printable(text: unknown, maximumLength = 300): string {
  const safe = String(text ?? '').replace(UNSAFE, '?');
  return safe.length > maximumLength ? `${safe.slice(0, maximumLength)}...` : safe;
}

/** The same for a text of several lines and cells. */
export function printableText(text: string): string {
  return text.replace(UNSAFE, (character) => (character === '\n' || character === '\t' ? character : '?'));
}

/** The JSON object in a text, or undefined. The parser's own error is dropped because it quotes the text. */
export function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
