import { describe, expect, it } from 'vitest';
import { contentsOf, isDigest, isKeptElsewhere, parseManifest } from '../../src/images/image-manifest.ts';
import { hintsOf } from '../../src/images/registry-events.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: digest('a'), size: 10 };
const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digest('b'), size: 5 };

describe('a manifest', () => {
  it('of an image names its layers and its configuration, each once', () => {
    const manifest = parseManifest(JSON.stringify({ schemaVersion: 2, config, layers: [layer, layer] }));
    expect(manifest).toMatchObject({ kind: 'image', artifactType: null, subject: null });
    expect(manifest && contentsOf(manifest).map((one) => one.digest)).toEqual([config.digest, layer.digest]);
  });

  it('with another configuration is an artifact of that type', () => {
    const chart = { ...config, mediaType: 'application/vnd.cncf.helm.config.v1+json' };
    const manifest = parseManifest(JSON.stringify({ schemaVersion: 2, config: chart, layers: [layer] }));
    expect(manifest).toMatchObject({ kind: 'artifact', artifactType: chart.mediaType });
  });

  it.each([
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['schema 1', JSON.stringify({ schemaVersion: 1, fsLayers: [] })],
    ['a digest that leaves the address', JSON.stringify({ config, layers: [{ ...layer, digest: '../../x' }] })],
    ['a negative size', JSON.stringify({ config, layers: [{ ...layer, size: -1 }] })],
    ['too many layers', JSON.stringify({ config, layers: Array(501).fill(layer) })],
    ['too many manifests', JSON.stringify({ manifests: Array(501).fill(layer) })],
  ])('is refused if it is %s', (_what, text) => {
    expect(parseManifest(text)).toBeUndefined();
  });

  it('may name layers that the registry does not keep', () => {
    expect(isKeptElsewhere({ mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip' })).toBe(true);
    expect(isKeptElsewhere(layer)).toBe(false);
    expect(isDigest(digest('g'))).toBe(false);
  });
});

describe('the events of a registry', () => {
  const repository = 'acme/app';

  it('of Distribution and of zot hint at a tag and at a digest', () => {
    const target = { repository, tag: 'v1', digest: digest('a'), mediaType: 'x' };
    const blob = { repository, digest: digest('c'), mediaType: 'application/octet-stream' };
    const expected = [
      { repository, reference: 'v1' },
      { repository, reference: digest('a') },
    ];
    expect(hintsOf({ events: [{ target }, { target }, { target: blob }] })).toEqual(expected);
    const zot = { name: repository, reference: 'v1', digest: digest('a'), manifest: '{}' };
    expect(hintsOf(zot)).toEqual(expected);
    expect(hintsOf({ specversion: '1.0', data: zot })).toEqual(expected);
  });

  it('give no hint if they are something else', () => {
    for (const body of [undefined, null, 1, 'x', [], {}, { events: 'x' }, { events: [{ target: {} }] }])
      expect(hintsOf(body)).toEqual([]);
    expect(hintsOf({ events: [{ target: { repository, tag: '../v2/_catalog' } }] })).toEqual([]);
    const many = Array.from({ length: 1000 }, (_, place) => ({ target: { repository, tag: `v${place}` } }));
    expect(hintsOf({ events: many })).toHaveLength(200);
  });
});
