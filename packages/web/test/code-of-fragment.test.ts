import { describe, expect, it } from 'vitest';
import { codeOfFragment } from '../src/features/accounts/use-fragment-code.ts';

describe('the code in a link', () => {
  it.each([
    ['#AAAA-BBBB-CCCC-DDDD', 'AAAA-BBBB-CCCC-DDDD'],
    ['#code=x_-9', 'x_-9'],
    ['#', ''],
    ['#code=', ''],
    ['', ''],
    ['#%', '%'],
  ])('%j holds %j', (fragment, code) => {
    expect(codeOfFragment(fragment)).toBe(code);
  });
});
