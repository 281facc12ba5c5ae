type Place = 'start' | 'word' | 'dot' | 'underscore' | 'underscores' | 'hyphens' | 'refused';

/**
 * The next state for each letter. A separator comes between two words: never first, never last, and never beside
 * another one.
 */
const NEXT: Readonly<Record<Place, Readonly<Record<string, Place>>>> = {
  start: { word: 'word' },
  word: { word: 'word', '.': 'dot', _: 'underscore', '-': 'hyphens' },
  dot: { word: 'word' },
  underscore: { word: 'word', _: 'underscores' },
  underscores: { word: 'word' },
  hyphens: { word: 'word', '-': 'hyphens' },
  refused: {},
};

/** The distribution specification's path component, letter by letter. */
export function isPathComponent(text: string): boolean {
  let place: Place = 'start';
  for (const letter of text) place = NEXT[place][isWordLetter(letter) ? 'word' : letter] ?? 'refused';
  return place === 'word';
}

/** 1 to 39 lower-case letters, digits and hyphens. A hyphen is neither first nor last. */
export function isPlainNameByLetters(text: string): boolean {
  const letters = [...text];
  if (letters.length < 1 || letters.length > 39) return false;
  if (letters[0] === '-' || letters.at(-1) === '-') return false;
  return letters.every((letter) => letter === '-' || isWordLetter(letter));
}

/**
 * A name as the distribution specification defines it. The first part of a name with several parts has at most 100
 * characters.
 */
export function isSpecifiedRepository(text: string): boolean {
  const [namespace = '', ...path] = text.split('/');
  if (text.length > 255 || (path.length > 0 && namespace.length > 100)) return false;
  return [namespace, ...path].every(isPathComponent);
}

function isWordLetter(letter: string): boolean {
  return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}
