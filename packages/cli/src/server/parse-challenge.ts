export interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  /** Names in lower case; a map, since a hostile registry chooses the names. */
  readonly parameters: ReadonlyMap<string, string>;
}

const SCHEME = /[ \t,]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?=[ \t,]|$)[ \t]*/y;
const PARAMETER = /[ \t,]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))/y;
const MAXIMUM_LENGTH = 8192;

/**
 * The challenges of a `WWW-Authenticate` header in order (RFC 9110, 11.6.1); ends at what it cannot read. A challenge
 * that names a parameter twice is left out: two readers of it could see two realms.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: Challenge[] = [];
  if (header.length > MAXIMUM_LENGTH) return challenges;
  let at = 0;
  for (;;) {
    SCHEME.lastIndex = at;
    const scheme = SCHEME.exec(header)?.[1];
    if (scheme === undefined) return challenges;
    const { pairs, end } = readParameters(header, SCHEME.lastIndex);
    const parameters = new Map(pairs);
    if (parameters.size === pairs.length) challenges.push({ scheme: scheme.toLowerCase(), parameters });
    at = end;
  }
}

function readParameters(header: string, start: number) {
  const pairs: [string, string][] = [];
  let end = start;
  for (;;) {
    PARAMETER.lastIndex = end;
    const [, name, quoted, plain] = PARAMETER.exec(header) ?? [];
    if (name === undefined) return { pairs, end };
    pairs.push([name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '']);
    end = PARAMETER.lastIndex;
  }
}
