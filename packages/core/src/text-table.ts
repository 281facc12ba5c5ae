const GAP = '  ';

export interface TableWidth {
  readonly maximumLength: number;
  /** Headings of columns that are left out where the lines would be too long, the first of them first. */
  readonly leftOut?: readonly string[];
}

/**
 * Rows under a heading in capitals, for people: columns as wide as their widest cell, lines without spaces at their
 * ends. Lines that are still too long are cut.
 */
export function textTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  { maximumLength, leftOut = [] }: TableWidth = { maximumLength: Number.POSITIVE_INFINITY },
): string {
  const all = [heading.map((cell) => cell.toUpperCase()), ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const kept = fitting(heading, widths, { maximumLength, leftOut });
  const lineOf = (row: readonly string[]) =>
    kept.map((column) => (row[column] ?? '').padEnd(widths[column] ?? 0)).join(GAP);
  return all.map((row) => `${cut(lineOf(row).trimEnd(), maximumLength)}\n`).join('');
}

/** The places of the columns that are shown. */
function fitting(
  heading: readonly string[],
  widths: readonly number[],
  { maximumLength, leftOut }: Required<TableWidth>,
): readonly number[] {
  let kept = heading.map((_, column) => column);
  const length = () => kept.reduce((sum, column) => sum + (widths[column] ?? 0), (kept.length - 1) * GAP.length);
  for (const name of leftOut) {
    if (length() <= maximumLength) break;
    kept = kept.filter((column) => heading[column] !== name);
  }
  return kept;
}

function cut(line: string, maximumLength: number): string {
  return line.length > maximumLength ? `${line.slice(0, Math.max(0, maximumLength - 3))}...` : line;
}
