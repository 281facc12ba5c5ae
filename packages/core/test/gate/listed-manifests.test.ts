import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listedManifests } from '../../src/gate/listed-manifests.ts';

const INDEX = 'application/vnd.oci.image.index.v1+json';
const IMAGE = 'application/vnd.oci.image.manifest.v1+json';

describe('the manifests that an index lists', () => {
  it('are its entries, each once, and the result says which of them are indexes', () => {
    const entry = fc.record({
      digest: fc.constantFrom('sha256:a', 'sha256:b', 'sha256:c'),
      mediaType: fc.constantFrom(INDEX, 'application/vnd.docker.distribution.manifest.list.v2+json', IMAGE, undefined),
    });
    fc.assert(
      fc.property(fc.array(entry), (manifests) => {
        const listed = listedManifests(JSON.stringify({ schemaVersion: 2, manifests }));
        expect(new Set(listed.map(({ digest }) => digest)).size).toBe(listed.length);
        for (const digest of ['sha256:a', 'sha256:b', 'sha256:c']) {
          const same = manifests.filter((one) => one.digest === digest);
          const found = listed.find((one) => one.digest === digest);
          expect(found !== undefined).toBe(same.length > 0);
          expect(found?.isIndex ?? false).toBe(same.some(({ mediaType }) => (mediaType ?? IMAGE) !== IMAGE));
        }
      }),
    );
  });

  it.each([
    '',
    'null',
    '[]',
    '"manifests"',
    '{"manifests":{}}',
    '{"manifests":[null,1,{"digest":2}]}',
    '{"layers":[]}',
  ])('are not found in %j', (text) => {
    expect(listedManifests(text)).toEqual([]);
  });
});
