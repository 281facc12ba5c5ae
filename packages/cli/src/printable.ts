/** What others wrote, made safe for a terminal: no control characters, no look-alikes, no flood. */
export function printable(text: unknown, maximumLength = 300): string {
  const safe = String(text ?? '').replace(/[^\x20-\x7e]/g, '?');
  return safe.length > maximumLength ? `${safe.slice(0, maximumLength)}...` : safe;
}
