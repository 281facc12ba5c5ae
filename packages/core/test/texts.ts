import fc from 'fast-check';

/** All texts of 0 to `longest` letters from this alphabet. */
export function* everyText(letters: string, longest: number): Generator<string> {
  yield '';
  if (longest === 0) return;
  for (const rest of everyText(letters, longest - 1)) {
    for (const letter of letters) yield rest + letter;
  }
}

const FIRST_SURROGATE = 0xd800;
const SURROGATES = 0x800;

/**
 * Any text of whole code points, and sometimes one that JavaScript treats specially. Equals the unit `binary` of
 * fast-check, which first builds a table of all 1.1 million code points.
 */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  const unit = fc
    .integer({ min: 0, max: 0x10ffff - SURROGATES })
    .map((index) => String.fromCodePoint(index < FIRST_SURROGATE ? index : index + SURROGATES), indexOfCodePoint);
  return fc.string({ unit, maxLength });
}

/** Throws for a text that `anyText` cannot make, as fast-check expects. */
function indexOfCodePoint(text: unknown): number {
  const codePoint = typeof text === 'string' ? text.codePointAt(0) : undefined;
  if (codePoint === undefined || String.fromCodePoint(codePoint) !== text) throw new Error('not one code point');
  if (codePoint < FIRST_SURROGATE) return codePoint;
  if (codePoint < FIRST_SURROGATE + SURROGATES) throw new Error('half a code point');
  return codePoint - SURROGATES;
}
