const GAP = '  ';

/** Columns as wide as their widest cell, under a heading; the last one is cut at the edge of the terminal. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[], columns: number): string {
  const all = [heading.map((cell) => cell.toUpperCase()), ...rows];
  const widths = heading.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join(GAP)
      .trimEnd();
  return all.map((row) => `${cut(line(row), columns)}\n`).join('');
}

/** For programs and pipes: no heading, cells apart by tabs. */
export function tabSeparated(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((cell) => cell.replaceAll('\t', ' ')).join('\t')}\n`).join('');
}

/** One fact a line, as `created:  2026-11-23`. */
export function facts(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length)) + 1;
  return pairs.map(([name, value]) => `${`${name}:`.padEnd(width)}  ${value}\n`).join('');
}

function cut(line: string, columns: number): string {
  return line.length > columns ? `${line.slice(0, Math.max(0, columns - 3))}...` : line;
}
