/** What the forms call a field of a request, where that is not its name in words. */
const WORDS: Readonly<Record<string, string>> = {
  grants: 'permissions',
  pattern: 'repository',
  identifier: 'name or e-mail address',
  email: 'e-mail address',
  emailAttribute: 'attribute of the e-mail address',
  expiresAt: 'expiration',
  endsAt: 'end',
  dueAt: 'due date',
  bindsFrom: 'start date',
  clientId: 'client ID',
  id: 'ID',
  url: 'URL',
  host: 'address',
  hosts: 'addresses',
  internalUrl: 'internal address',
  fullDescription: 'description',
  isAdministrator: 'administrator',
  groupTeams: 'teams of groups',
  for: 'kind of registry',
  ruling: 'decision',
};

/**
 * A place in a request, in the words of the forms and of the command line: `grants.0.pattern` and `grants[0].pattern`
 * are "permission 1, repository".
 */
export function fieldWords(path: string): string {
  const words: string[] = [];
  for (const part of path.split(/[.[\]/]+/).filter((one) => one !== '')) {
    if (/^\d+$/.test(part)) words.push(`${singular(words.pop() ?? 'item')} ${Number(part) + 1}`);
    else words.push(WORDS[part] ?? wordsOf(part));
  }
  return words.join(', ');
}

/** The text of a refusal, which begins with the name of the field if one has the fault. */
export function refusalInWords(text: string, field: string | undefined): string {
  const start = `${field}: `;
  return field !== undefined && text.startsWith(start) ? `${fieldWords(field)}: ${text.slice(start.length)}` : text;
}

/** The form asks for a time in another unit, so the name of the unit says nothing to a person. */
function wordsOf(name: string): string {
  const spaced = name
    .replace(/Seconds$/, '')
    .replace(/[_-]/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  return spaced.toLowerCase();
}

function singular(words: string): string {
  return words.replace(/sses$/, 'ss').replace(/([^s])s$/, '$1');
}
