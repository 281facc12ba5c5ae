const GAP = '  ';

/**
 * Rows under a heading in capitals, for people: columns as wide as their widest cell, lines without spaces at their
 * ends. Longer lines than `maximumLength` are cut.
 */
export function textTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  maximumLength = Number.POSITIVE_INFINITY,
): string {
  const all = [heading.map((cell) => cell.toUpperCase()), ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lineOf = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(GAP);
  return all.map((row) => `${cut(lineOf(row).trimEnd(), maximumLength)}\n`).join('');
}

function cut(line: string, maximumLength: number): string {
  return line.length > maximumLength ? `${line.slice(0, Math.max(0, maximumLength - 3))}...` : line;
}
