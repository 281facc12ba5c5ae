import { DomainError } from '../domain-error.ts';

/** One `type[(class)]:name:action[,action]` of a token request. */
export interface RegistryScope {
  readonly type: string;
  readonly resourceClass: string | undefined;
  readonly name: string;
  readonly actions: readonly string[];
}

const TYPE_PATTERN = /^([a-z0-9]+)(?:\(([a-z0-9]+)\))?$/;
const NAME_PATTERN = /^[A-Za-z0-9._:/*@-]+$/;
const ACTION_PATTERN = /^(?:[a-z]+|\*)$/;
const MAXIMUM_SCOPE_LENGTH = 512;
const MAXIMUM_SCOPES = 100;

/**
 * Parses the values of every `scope` parameter; one value may hold several, space separated.
 * Throws `invalid-scope` that quotes no more than the scope itself.
 */
export function parseRegistryScopes(values: readonly string[]): readonly RegistryScope[] {
  const texts = values.flatMap((value) => value.split(' ')).filter((text) => text !== '');
  if (texts.length > MAXIMUM_SCOPES) throw invalid('', `at most ${MAXIMUM_SCOPES} scopes in one request`);
  return texts.map(parseRegistryScope);
}

/** The name may hold a colon (host:port), so the split is at the first and the last one. */
function parseRegistryScope(text: string): RegistryScope {
  if (text.length > MAXIMUM_SCOPE_LENGTH) throw invalid(text, `longer than ${MAXIMUM_SCOPE_LENGTH} characters`);
  const first = text.indexOf(':');
  const last = text.lastIndexOf(':');
  if (first === -1 || first === last) throw invalid(text, 'must be TYPE:NAME:ACTION[,ACTION]');
  const type = TYPE_PATTERN.exec(text.slice(0, first));
  if (!type?.[1]) throw invalid(text, 'has a malformed type');
  const name = text.slice(first + 1, last);
  if (!NAME_PATTERN.test(name)) throw invalid(text, 'has a malformed name');
  const actions = text.slice(last + 1).split(',');
  if (!actions.every((action) => ACTION_PATTERN.test(action))) throw invalid(text, 'has a malformed action');
  return { type: type[1], resourceClass: type[2], name, actions };
}

function invalid(scope: string, reason: string): DomainError {
  return new DomainError('invalid-scope', { scope: scope.slice(0, 80).replace(/[^\x20-\x7e]/g, '?'), reason });
}
