/**
 * The direction of imports: http -> use-cases -> core; use-cases -> ports <- everything that touches the world;
 * composition (the files directly in packages/server/src, and admin/) -> all. Each rule names what is allowed.
 */
const SERVER = '^packages/server/src/';
const CORE = '^packages/core/src/';
const server = (folders) => `${SERVER}(${folders})/`;

/** What has the world behind it: store, keys, identity and any folder to come. `$1` in `to` is the folder itself. */
const ADAPTER = `${SERVER}((?!(?:use-cases|ports|http|admin)/)[^/]+)/`;
const HTTP_LIBRARIES = '^node_modules/(fastify|fastify-type-provider-zod|@fastify/[^/]+|zod|pino|prom-client)/';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-circular-types',
      comment: 'the exception: these two know each other by a type alone',
      severity: 'error',
      from: { pathNot: '^packages/server/src/store/(hot-queries|records/repositories)\\.ts$' },
      to: { circular: true },
    },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^virtual:' } },
    {
      name: 'core-is-pure',
      comment: 'no I/O, clock or randomness: time and random bytes come in as arguments',
      severity: 'error',
      from: { path: CORE },
      to: { pathNot: [CORE, '^(node:)?(crypto|zlib|util)$'] },
    },
    {
      name: 'ports-know-core-alone',
      severity: 'error',
      from: { path: server('ports') },
      to: { pathNot: [CORE, server('ports')] },
    },
    {
      name: 'use-cases-know-ports-and-core',
      severity: 'error',
      from: { path: server('use-cases') },
      to: { pathNot: [CORE, server('ports|use-cases'), '^node_modules/(zod|yaml)/'] },
    },
    {
      name: 'http-calls-use-cases',
      comment: 'http translates; it never touches the store, a key or a socket itself',
      severity: 'error',
      from: { path: server('http') },
      to: { pathNot: [CORE, server('ports|use-cases|http'), HTTP_LIBRARIES, '^(fs|url)$'] },
    },
    {
      name: 'adapters-know-their-port',
      comment: 'they get their settings handed in, and stand apart from each other',
      severity: 'error',
      from: { path: ADAPTER },
      to: { path: '^packages/', pathNot: [CORE, server('ports'), `${SERVER}$1/`] },
    },
    {
      name: 'server-knows-no-client',
      severity: 'error',
      from: { path: '^packages/server/' },
      to: { path: '^packages/(cli|web)/' },
    },
    {
      name: 'clients-speak-http',
      severity: 'error',
      from: { path: '^packages/(cli|web)/src/' },
      to: { path: '^packages/server/' },
    },
    {
      name: 'product-knows-no-test',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: { path: '^packages/[^/]+/test/' },
    },
    {
      name: 'packages-know-no-harness',
      comment: 'a unit test needs no program and no server; one that does belongs to test/',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules/\\.bin|^packages/web/dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
    moduleSystems: ['es6', 'cjs'],
  },
};
