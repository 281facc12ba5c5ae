const GAP = '  ';

export interface TableWidth {
  readonly maximumLength: number;
  /** Headings of the columns that can be left out if the lines would be too long. The first is left out first. */
  readonly leftOut?: readonly string[];
}

/**
 * Formats rows under headings in capitals, for people. Columns are as wide as their widest cell, and lines have no
 * spaces at their end. Lines that are still too long are cut.
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

/** The indexes of the columns that are shown. */
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
