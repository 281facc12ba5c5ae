import fc from 'fast-check';
import { describe, it } from 'vitest';
import { DomainError } from '../src/domain-error.ts';
import { parseRegistryScopes } from '../src/registry-tokens/registry-access.ts';
import { isNamespace, parseRepositoryName, requireRepositoryName } from '../src/repositories/repository.ts';
import { parseTokenKind } from '../src/tokens/access-token.ts';
import { requireGrants } from '../src/tokens/grant.ts';
import { grantsOfHubScopes } from '../src/tokens/hub-grants.ts';
import { seededDraw } from './seeded-random.ts';
import { TEST_RUNS_TIMEOUT, testRuns } from './test-runs.ts';

const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  token: parseTokenKind,
  'registry scope': (text) => parseRegistryScopes([text]),
  'repository name': parseRepositoryName,
  'required repository name': (text) => requireRepositoryName(text, 'repository'),
  namespace: isNamespace,
  pattern: (text) => requireGrants([{ type: 'repository', pattern: text, actions: ['pull'], visibility: 'any' }]),
  'Hub scope': (text) => grantsOfHubScopes([text]),
};

const PIECES = [
  ...'lyd_ pat_ repository __proto__ constructor %00 : , / * - -- _ . ( ) a 0 Z'.split(' '),
  ' ',
  '\n',
  '\0',
];
const FOREIGN = ['é', 'ｌ', 'İ', '💥', '\ud800', '\udfff', '\u202e', '\u2028', '\ufeff'];
const ANY_TEXT = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 40 });
/** Texts that make a careless expression read the same text again and again. */
const REPEATED = [...'a - a- _ __a a/ / . : a: , a, * ( a:b:c lyd_pat_'.split(' '), ' ', 'a:b:c '];
const INPUTS = testRuns(4_000);

describe('R41: no input makes a parser throw anything except its domain error', () => {
  it.each(Object.entries(PARSERS))(
    `%s withstands ${INPUTS} random texts`,
    { timeout: TEST_RUNS_TIMEOUT },
    (name, parse) => {
      const draw = seededDraw(`hostile ${name}`);
      const letters = [...PIECES, ...FOREIGN];
      for (let made = 0; made < INPUTS; made += 1) expectDomainErrorAtMost(parse, draw.text(letters, draw.below(40)));
    },
  );

  it.each(Object.entries(PARSERS))('%s withstands any text', (_name, parse) => {
    fc.assert(
      fc.property(ANY_TEXT, (text) => expectDomainErrorAtMost(parse, text)),
      { numRuns: 300 },
    );
  });

  // Quadratic time would take minutes here, so the test need not measure it.
  it.each(Object.entries(PARSERS))('%s withstands 256 KiB of one repeated piece', (_name, parse) => {
    for (const piece of REPEATED) {
      const many = piece.repeat(Math.floor(2 ** 18 / piece.length));
      for (const text of [many, `a/${many}!`, `a:${many}:!`, `acme/${many}*`]) expectDomainErrorAtMost(parse, text);
    }
  });
});

function expectDomainErrorAtMost(parse: (text: string) => unknown, text: string): void {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (!['invalid-input', 'invalid-scope'].includes(error.code)) throw error;
    if (JSON.stringify(error.data).length > 300) throw new RangeError('the refusal repeats too much of the text');
  }
}
