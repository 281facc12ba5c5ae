import { describe, expect, it } from 'vitest';
import { describeBrowser, describeProgram } from '../src/parts/describe-client.ts';

const KHTML = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('the name of a browser', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140 on Linux'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KHTML} Chrome/138.0.0.0 Safari/537.36`, 'Chrome 138 on Windows'],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KHTML} Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0`,
      'Edge 138 on Windows',
    ],
    [`Mozilla/5.0 (Linux; Android 10; K) ${KHTML} Chrome/138.0.0.0 Mobile Safari/537.36`, 'Chrome 138 on Android'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
      'Safari 18 on macOS',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari 18 on iOS',
    ],
    ['curl/8.14.1', 'curl'],
    ['', 'An unknown program'],
  ])('for %j is %s', (userAgent, described) => {
    expect(describeBrowser(userAgent)).toBe(described);
  });
});

it.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    'Chrome 156 on Linux',
  ],
  ['docker/28.5.2 go/go1.24.9 git-commit/e51c9c6 kernel/6.1 os/linux arch/amd64', 'docker 28.5.2'],
  ['skopeo/1.18.0', 'skopeo 1.18.0'],
  ['', 'an unknown program'],
])('%s is shown as %s', (userAgent, expected) => {
  expect(describeProgram(userAgent)).toBe(expected);
});
