import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { type RegistryRequest, readRegistryRequest } from '@lanyard/core/gate/registry-request';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../packages/core/test/test-runs.ts';
import { startGuardedRegistry } from '../support/lanyard/guarded-registry.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import type { Registry } from '../support/programs/start-registry.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';

const RUNS = testRuns(2000);
const DIGEST = `sha256:${'a'.repeat(64)}`;

/** Parts of a registry's addresses in every order, and spellings that proxies and routers change. */
const part = fc.constantFrom(
  'acme',
  'app',
  'manifests',
  'blobs',
  'uploads',
  'tags',
  'list',
  'referrers',
  '_catalog',
  'v1',
  'latest',
  DIGEST,
  'a__b',
  'a--b',
  'a_b.c',
  '0f5c7d3e-1111-4222-8333-444455556666',
  '',
  '.',
  '..',
  '%2e%2e',
  'acme%2Fapp',
  'Acme',
  'a..b',
  'x%00',
);
const likely = fc.constantFrom(
  'acme/app/manifests/v1',
  `acme/app/manifests/${DIGEST}`,
  `acme/app/blobs/${DIGEST}`,
  'acme/app/blobs/uploads/',
  'acme/app/tags/list',
  'alpine/manifests/latest',
  'a/manifests/b/manifests/c',
  'acme/blobs/uploads/tags/list',
);
const query = fc.constantFrom(
  '',
  '',
  `?mount=${DIGEST}&from=other/base`,
  `?mount=${DIGEST}`,
  '?n=5',
  '?from=%2e%2e/x',
  '?',
);
const path = fc
  .tuple(
    fc.oneof(
      fc.array(part, { minLength: 1, maxLength: 7 }).map((parts) => parts.join('/')),
      likely,
    ),
    query,
  )
  .map(([rest, end]) => `/v2/${rest}${end}`);
const method = fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE');

describeWith(['docker-registry'], 'R52: the gate', () => {
  let folder: TemporaryFolder;
  let lanyard: Lanyard;
  let registry: Registry;
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });

  beforeAll(async () => {
    folder = await temporaryFolder();
    lanyard = await startLanyard();
    registry = await startGuardedRegistry(lanyard, folder.path);
  });
  afterAll(async () => {
    agent.destroy();
    await registry?.stop();
    await lanyard?.stop();
    await folder?.remove();
  });

  /**
   * The scopes that the registry requests from a client without a token. They show how the registry reads the request.
   */
  async function scopesAskedBy(way: string, target: string): Promise<readonly string[] | undefined> {
    const { hostname, port } = new URL(registry.url);
    const sent = httpRequest({ hostname, port, method: way, path: target, agent });
    const [answer] = (await once(sent.end(), 'response')) as [IncomingMessage];
    answer.resume();
    await once(answer, 'end');
    if (answer.statusCode !== 401) return undefined;
    return (/scope="([^"]*)"/.exec(answer.headers['www-authenticate'] ?? '')?.[1] ?? '')
      .split(' ')
      .filter((one) => one !== '');
  }

  function needed(request: RegistryRequest): readonly { readonly name: string; readonly anyOf: readonly string[] }[] {
    if (request.type === 'catalog') return [{ name: 'catalog', anyOf: ['*'] }];
    return request.type === 'repository' ? request.needs : [];
  }

  it(
    `reads ${RUNS} paths as the registry does, or refuses them`,
    async () => {
      let read = 0;
      await fc.assert(
        fc.asyncProperty(method, path, async (way, target) => {
          const request = readRegistryRequest(way, target);
          if (!request) return;
          const asked = await scopesAskedBy(way, target);
          // There is no such address, so nothing is given away.
          if (asked === undefined) return;
          read += 1;
          const names = asked.map((scope) => scope.slice(scope.indexOf(':') + 1, scope.lastIndexOf(':')));
          expect([...new Set(names)].sort()).toEqual([...new Set(needed(request).map(({ name }) => name))].sort());
          // Only the uploading client may read the state of an upload, although the registry asks only for pull.
          const isStricter = request.type === 'repository' && request.target === 'upload' && way !== 'POST';
          for (const { name, anyOf } of isStricter ? [] : needed(request)) {
            const actions = asked
              .filter((scope) => scope.includes(`:${name}:`))
              .flatMap((scope) => scope.slice(scope.lastIndexOf(':') + 1).split(','));
            expect(anyOf.some((action) => actions.includes(action))).toBe(true);
          }
        }),
        { numRuns: RUNS },
      );
      expect(read).toBeGreaterThan(RUNS / 20);
    },
    TEST_RUNS_TIMEOUT,
  );
});
