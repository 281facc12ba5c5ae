import type { Figures } from './measure.ts';

interface Situation {
  readonly phase: string;
  readonly connections: number;
}

interface Row extends Situation {
  readonly subject: string;
  readonly rounds: Figures[];
}

/**
 * Collects the results of all rounds. A ratio compares two results of the same round. The report shows the median of
 * the ratios.
 */
export class Report {
  readonly #rows: Row[] = [];

  add(situation: Situation, subject: string, figures: Figures): void {
    const isSame = (row: Row) =>
      row.subject === subject && row.phase === situation.phase && row.connections === situation.connections;
    const row = this.#rows.find(isSame);
    if (row) row.rounds.push(figures);
    else this.#rows.push({ ...situation, subject, rounds: [figures] });
  }

  /** The medians, for programs. */
  figures(): readonly (Situation & { readonly subject: string } & Figures)[] {
    return this.#rows.map(({ rounds, ...row }) => {
      const keys = Object.keys(rounds[0] ?? {}) as (keyof Figures)[];
      const medians = keys.map(
        (key) => [key, Math.round(median(rounds.map((each) => each[key])) * 100) / 100] as const,
      );
      return { ...row, ...(Object.fromEntries(medians) as unknown as Figures) };
    });
  }

  lines(): readonly string[] {
    const situations = Map.groupBy(this.#rows, ({ phase, connections }) => `${phase}, connections: ${connections}`);
    return [...situations].flatMap(([title, rows]) => [
      '',
      title,
      '                          requests/s   CPU µs   of PostgreSQL   × in place   × threads   p50 ms   p99 ms   p99.9 ms',
      ...rows.map((row) => this.#line(row)),
    ]);
  }

  #line(row: Row): string {
    const { subject, rounds } = row;
    const column = (pick: (figures: Figures) => number, digits: number, width: number) =>
      median(rounds.map(pick)).toFixed(digits).padStart(width);
    return [
      subject.padEnd(24),
      column((each) => each.requestsPerSecond, 0, 12),
      column((each) => each.processorMicroseconds, 0, 9),
      column((each) => each.databaseMicroseconds, 0, 16),
      this.#timesCeiling(row, 'ceiling, in place').padStart(13),
      this.#timesCeiling(row, 'ceiling, on threads').padStart(12),
      column((each) => each.p50Milliseconds, 2, 9),
      column((each) => each.p99Milliseconds, 2, 9),
      column((each) => each.p999Milliseconds, 2, 11),
    ].join('');
  }

  /** The ceiling checks nothing, so when it is warm, it has one result for every question. */
  #timesCeiling({ phase, connections, rounds }: Row, ceiling: string): string {
    const isWarm = phase.startsWith('warm');
    const other = this.#rows.find(
      (row) => row.subject === ceiling && row.connections === connections && row.phase.startsWith('warm') === isWarm,
    );
    const ratios = rounds.map((figures, round) => {
      return figures.processorMicroseconds / (other?.rounds[round]?.processorMicroseconds ?? Number.NaN);
    });
    return median(ratios).toFixed(2);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
