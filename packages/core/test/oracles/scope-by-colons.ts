export interface ScopeParts {
  readonly type: string;
  readonly resourceClass: string | undefined;
  readonly name: string;
  readonly actions: readonly string[];
}

/** Splits a scope at its colons and checks it letter by letter. Returns undefined if it is malformed. */
export function scopeByColons(text: string): ScopeParts | undefined {
  const parts = text.split(':');
  const typeText = parts.shift() ?? '';
  const actions = (parts.pop() ?? '').split(',');
  const name = parts.join(':');
  const type = typeWithClass(typeText);
  if (parts.length === 0 || !type || text.length > 512) return undefined;
  // zot asks for its catalogue without a name.
  const isCatalogue = name === '' && type.type === 'repository';
  if (!isCatalogue && !madeOf(name, isNameLetter)) return undefined;
  return actions.every((action) => action === '*' || madeOf(action, isLowerCase))
    ? { ...type, name, actions }
    : undefined;
}

function typeWithClass(text: string): Pick<ScopeParts, 'type' | 'resourceClass'> | undefined {
  if (madeOf(text, isLowerCaseOrDigit)) return { type: text, resourceClass: undefined };
  const [type = '', rest = '', ...more] = text.split('(');
  const resourceClass = rest.slice(0, -1);
  if (more.length > 0 || !rest.endsWith(')')) return undefined;
  const wellMade = madeOf(type, isLowerCaseOrDigit) && madeOf(resourceClass, isLowerCaseOrDigit);
  return wellMade ? { type, resourceClass } : undefined;
}

function madeOf(text: string, isPart: (letter: string) => boolean): boolean {
  return text.length > 0 && [...text].every(isPart);
}

function isLowerCase(letter: string): boolean {
  return 'abcdefghijklmnopqrstuvwxyz'.includes(letter);
}

function isLowerCaseOrDigit(letter: string): boolean {
  return isLowerCase(letter) || '0123456789'.includes(letter);
}

function isNameLetter(letter: string): boolean {
  const isAscii = letter.length === 1 && letter <= '~';
  return (isAscii && isLowerCaseOrDigit(letter.toLowerCase())) || '._-/:*@'.includes(letter);
}
