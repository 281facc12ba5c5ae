import fc from 'fast-check';
import {
  type DecisionInput,
  decide,
  parseRegistryScopes,
  type RepositoryFacts,
} from '../../src/registry-tokens/registry-access.ts';
import { ACTIONS, type Action, REPOSITORY_RIGHTS } from '../../src/repositories/repository.ts';
import type { Grant } from '../../src/tokens/grant.ts';

export interface AskedScope {
  readonly type: string;
  readonly resourceClass: string | undefined;
  readonly name: string;
  readonly actions: readonly string[];
}

/** Everything that a decision depends on, in terms of its own. */
export interface World {
  readonly scopes: readonly AskedScope[];
  readonly grants: readonly Grant[];
  readonly administrator: boolean;
  readonly repositories: Readonly<Record<string, RepositoryFacts>>;
}

/** The decision for a world. The request is the text of its scopes, as a client sends it. */
export function decideWorld(world: World): ReturnType<typeof decide> {
  const requested = parseRegistryScopes(world.scopes.map(scopeText));
  const facts = new Map(Object.entries(world.repositories));
  const input: DecisionInput = { requested, grants: world.grants, mayListCatalog: world.administrator, facts };
  return decide(input);
}

/** The answer as single permissions, `type(class)|name|action`. */
export function decidedAccess(world: World): ReadonlySet<string> {
  const entries = decideWorld(world);
  return new Set(
    entries.flatMap((entry) =>
      entry.actions.map((action) => `${entry.type}(${entry.class ?? ''})|${entry.name}|${action}`),
    ),
  );
}

export function scopeText({ type, resourceClass, name, actions }: AskedScope): string {
  return `${type}${resourceClass === undefined ? '' : `(${resourceClass})`}:${name}:${actions.join(',')}`;
}

/** Names that differ by one letter, one slash or one hyphen. */
const REPOSITORIES = [
  'acme/app',
  'acme/app2',
  'acme/app-web',
  'acme/app/sub',
  'acme/other',
  'acme-evil/app',
  'acmes/app',
];
const NO_REPOSITORIES = ['acme', 'catalog', '*', 'acme/*', 'Acme/app', 'localhost:5000/acme/app', 'acme/../acme/app'];
const WIDE_PATTERNS = ['*', 'acme/*', 'acme/app*'];
const NARROW_PATTERNS = ['acme/app-*', 'acme/app/*', 'acme-evil/*', ...REPOSITORIES];

const anyAction = fc.constantFrom<Action>(...ACTIONS);
const someActions = fc.subarray<Action>([...ACTIONS], { minLength: 1 });
/** Mostly real requests, and sometimes names that nobody knows. */
const anyName = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...REPOSITORIES) },
  fc.constantFrom(...NO_REPOSITORIES),
);

const scopeArbitrary = fc.record({
  type: fc.oneof(
    { weight: 12, arbitrary: fc.constant('repository') },
    { weight: 1, arbitrary: fc.constantFrom('registry', 'image', 'constructor') },
  ),
  resourceClass: fc.option(fc.constantFrom('plugin', 'image'), { nil: undefined, freq: 6 }),
  name: anyName,
  actions: fc.array(fc.oneof({ weight: 4, arbitrary: anyAction }, fc.constantFrom('*', 'wipe', 'constructor')), {
    minLength: 1,
    maxLength: 4,
  }),
});

const catalogScope: fc.Arbitrary<AskedScope> = fc.record({
  type: fc.constant('registry'),
  resourceClass: fc.constant(undefined),
  name: fc.constantFrom('catalog', 'catalog', 'catalog', 'catalogs', 'acme/app'),
  actions: fc.constantFrom(['*'], ['pull'], ['pull', '*']),
});

const grantArbitrary: fc.Arbitrary<Grant> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('repository' as const),
      pattern: fc.oneof(
        { weight: 2, arbitrary: fc.constantFrom(...WIDE_PATTERNS) },
        fc.constantFrom(...NARROW_PATTERNS),
      ),
      actions: someActions,
      visibility: fc.constantFrom('any' as const, 'any' as const, 'public' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Grant>({ type: 'catalog' }) },
);

const factsArbitrary: fc.Arbitrary<RepositoryFacts> = fc.record({
  visibility: fc.constantFrom('public' as const, 'public' as const, 'private' as const, undefined),
  right: fc.constantFrom(...REPOSITORY_RIGHTS, 'admin' as const, undefined, undefined),
  allowedByPolicy: fc.oneof({ weight: 2, arbitrary: fc.constant(ACTIONS) }, fc.subarray<Action>([...ACTIONS])),
});

export const worldArbitrary: fc.Arbitrary<World> = fc.record({
  scopes: fc.array(fc.oneof({ weight: 5, arbitrary: scopeArbitrary }, catalogScope), {
    minLength: 1,
    maxLength: 8,
    size: 'max',
  }),
  grants: fc.array(grantArbitrary, { maxLength: 6, size: 'max' }),
  administrator: fc.boolean(),
  repositories: fc
    .tuple(
      fc.dictionary(anyName, factsArbitrary, { maxKeys: 3 }),
      factsArbitrary,
      fc.subarray([...REPOSITORIES], { minLength: 4 }),
    )
    .map(([special, usual, names]) => ({ ...Object.fromEntries(names.map((name) => [name, usual])), ...special })),
});
