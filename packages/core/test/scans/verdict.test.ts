import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { shownPath, worstVerdict } from '../../src/scans/verdict.ts';

describe('R53: the verdict of an image', () => {
  it('is clean only if every layer is clean', () => {
    expect(worstVerdict(['clean', 'clean'])).toBe('clean');
    expect(worstVerdict(['clean', 'not-scanned'])).toBe('not-scanned');
    expect(worstVerdict(['clean', 'waiting', 'not-scanned'])).toBe('waiting');
    expect(worstVerdict(['failed', 'waiting'])).toBe('failed');
    expect(worstVerdict(['failed', 'infected', 'clean', 'waiting'])).toBe('infected');
  });

  it('is not clean if nothing was scanned', () => {
    expect(worstVerdict([])).toBe('not-scanned');
  });
});

describe('the name of a file in a layer', () => {
  it('is shown without characters that change a page or a terminal, and only up to a length', () => {
    expect(shownPath('a\u0000\r\n\u001b[2J\u200f\u2028b\ud800')).toBe(
      'a\ufffd\ufffd\ufffd\ufffd[2J\ufffd\ufffdb\ufffd',
    );
    expect(shownPath('ü'.repeat(1000))).toHaveLength(300);
  });

  it('keeps no more of a long name than is shown', () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const held = () => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = held();
    const shown = Array.from({ length: 50 }, (_, place) => shownPath(`${place}${'deep/'.repeat(200_000)}`));
    expect(held() - before).toBeLessThan(10 * 1024 * 1024);
    expect(shown).toHaveLength(50);
  });
});
