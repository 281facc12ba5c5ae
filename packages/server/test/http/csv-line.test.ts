import { describe, expect, it } from 'vitest';
import { csvLine } from '../../src/http/csv-line.ts';

describe('a line of CSV', () => {
  it.each([
    [['a', 1, ''], 'a,1,\r\n'],
    [['a,b', 'say "hi"', 'two\nlines', 'two\r\nlines'], '"a,b","say ""hi""","two\nlines","two\r\nlines"\r\n'],
    [['a=1', "it's", ' =1'], "a=1,it's, =1\r\n"],
  ])('quotes %j only if necessary', (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠1', '="a,b"'])(
    'makes sure that %j is not a formula',
    (cell) => {
      expect(csvLine([cell])).toMatch(/^"?'/);
    },
  );
});
