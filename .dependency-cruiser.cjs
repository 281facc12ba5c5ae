/** The direction of imports: http -> use-cases -> core; use-cases -> ports <- store, keys, identity, usage; composition -> all. */
const server = (folders) => `^packages/server/src/(${folders})/`;
const CORE = '^packages/core/src/';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
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
      to: { path: '^packages/', pathNot: [CORE, server('ports')] },
    },
    {
      name: 'use-cases-know-ports-and-core',
      severity: 'error',
      from: { path: server('use-cases') },
      to: { pathNot: [CORE, server('ports|use-cases'), '^node_modules/zod/'] },
    },
    {
      name: 'http-calls-use-cases',
      comment: 'http translates; it never touches the store or a key itself',
      severity: 'error',
      from: { path: server('http') },
      to: { path: '^packages/', pathNot: [CORE, server('ports|use-cases|http|registry-configuration')] },
    },
    {
      name: 'adapters-know-their-port',
      severity: 'error',
      from: { path: server('store|keys|identity|usage|outbound|registry-configuration') },
      to: { path: server('use-cases|http|admin') },
    },
    {
      name: 'adapters-stand-apart',
      severity: 'error',
      from: { path: server('(store|keys|identity|usage)') },
      to: { path: server('store|keys|identity|usage'), pathNot: server('$1') },
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
      to: { path: ['^test/', '^bench/', '/test/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules/\\.bin' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
    moduleSystems: ['es6', 'cjs'],
  },
};
