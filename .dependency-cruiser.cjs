/**
 * The direction of imports. Programs -> app -> protocols, *-routes -> use cases -> core; http is the machine that serves
 * them and knows none of them; what touches the world (store, keys, identity, outbound) knows no feature.
 */

/** The features from the lowest up. A feature imports only those before it. */
const FLOORS = [
  'access',
  'audit',
  'sessions',
  'tokens',
  'registries',
  'command-lines',
  'accounts',
  'second-factors',
  'directory',
  'single-sign-on',
  'registry-tokens',
  'lifetimes',
  'organizations',
  'invitations',
  'repositories',
  'notices',
  'gate',
  'webhooks',
  'images',
  'scans',
  'access-review',
  'reviews',
  'evidence',
  'overview',
  'administration',
];

const SERVER = '^packages/server/src/';
const CORE = '^packages/core/src/';
const server = (folders) => `${SERVER}(${folders})/`;
const SERVICES = `${SERVER}(services|world)\\.ts$`;
const WORLD = 'store|keys|identity|outbound';
const HTTP_FACE = '-(routes?|schema|format)\\.ts$';
const HTTP_LIBRARIES =
  '^node_modules/(fastify|fast-querystring|fastify-type-provider-zod|@fastify/[^/]+|zod|pino|prom-client)/';
const FEATURES = `${SERVER}features/`;

const floorRules = [
  {
    name: 'every-feature-has-a-floor',
    severity: 'error',
    from: { path: FEATURES, pathNot: server(`features/(${FLOORS.join('|')})`) },
    to: {},
  },
  ...FLOORS.map((name, floor) => ({
    name: `floor-of-${name}`,
    severity: 'error',
    from: { path: `${FEATURES}${name}/` },
    to: { path: FEATURES, pathNot: server(`features/(${FLOORS.slice(0, floor + 1).join('|')})`) },
  })),
];

module.exports = {
  forbidden: [
    ...floorRules,
    { name: 'no-circular', comment: 'not even by a type', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^virtual:' } },
    {
      name: 'core-is-pure',
      comment:
        'no I/O, clock or randomness: time and random bytes come in as arguments; ipaddr.js only reads addresses, re2js patterns, and streams only join what unpacks',
      severity: 'error',
      from: { path: CORE },
      to: { pathNot: [CORE, '^(node:)?(crypto|stream|util|zlib)$', '^node_modules/(ipaddr\\.js|re2js)/'] },
    },
    {
      name: 'use-cases-know-core-and-types',
      comment: 'a use case works with the services that it is handed, and knows of the world only their types',
      severity: 'error',
      from: { path: server('features'), pathNot: HTTP_FACE },
      to: { pathNot: [CORE, server(`features|${WORLD}`), SERVICES, '^node_modules/(zod|yaml|pino)/'] },
    },
    {
      name: 'world-stands-apart',
      comment: 'store, keys, identity and outbound get their settings handed in; of each other they know types alone',
      severity: 'error',
      from: { path: `${SERVER}(${WORLD})/` },
      to: { path: '^packages/', pathNot: [CORE, `${SERVER}$1/`], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'world-knows-no-feature',
      severity: 'error',
      from: { path: server(WORLD) },
      to: { path: [server('features|protocols|http|app'), SERVICES], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'features-know-types-of-the-world',
      severity: 'error',
      from: { path: server('features') },
      to: { path: server(WORLD), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-knows-app',
      severity: 'error',
      from: { path: SERVER, pathNot: [`${SERVER}(main|admin|gate)\\.ts$`, server('app')] },
      to: { path: server('app') },
    },
    {
      name: 'features-know-no-protocol',
      severity: 'error',
      from: { path: server('features') },
      to: { path: server('protocols') },
    },
    {
      name: 'machine-knows-no-feature',
      comment:
        'http serves a table of routes that it is handed; it knows who calls and the sockets of callers, and nothing that is called',
      severity: 'error',
      from: { path: server('http') },
      to: {
        pathNot: [
          CORE,
          server('features/access|http'),
          SERVICES,
          HTTP_LIBRARIES,
          '^node_modules/ipaddr\\.js/',
          '^(http|net)$',
        ],
      },
    },
    {
      name: 'http-faces-translate',
      comment: 'routes and protocols never touch the store, a key or a socket themselves',
      severity: 'error',
      from: { path: [server('protocols'), `${server('features')}.*${HTTP_FACE}`] },
      to: {
        pathNot: [CORE, server('features|protocols|http'), SERVICES, HTTP_LIBRARIES, '^(fs|url)$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'traces-cost-nothing-when-off',
      comment: 'the libraries of OpenTelemetry are loaded only by a server that sends traces',
      severity: 'error',
      from: { path: SERVER },
      to: { path: `${SERVER}outbound/otlp-traces\\.ts$`, dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'only-one-file-knows-opentelemetry',
      severity: 'error',
      from: { path: SERVER, pathNot: `${SERVER}outbound/otlp-traces\\.ts$` },
      to: { path: '^node_modules/@opentelemetry/' },
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
      name: 'packages-know-no-test-support',
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
