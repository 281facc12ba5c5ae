import { describe, expect, it } from 'vitest';
import { readRegistryRequest } from '../../src/gate/registry-request.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

/** Returns `target reference name: needs`, or another word if it is not such a request. */
function reading(method: string, target: string): string {
  const request = readRegistryRequest(method, target);
  if (request?.type !== 'repository') return request?.type ?? 'refused';
  const needs = request.needs.map(({ name, anyOf }) => `${anyOf.join('|')} ${name}`).join(', ');
  return `${request.target} ${request.reference ?? '-'}: ${needs}`;
}

describe('R52: the gate reads a request', () => {
  it.each([
    ['GET', '/v2/', 'version'],
    ['HEAD', '/v2', 'version'],
    ['GET', '/v2/_catalog?n=100&last=acme%2Fapp', 'catalog'],
    ['GET', '/v2/acme/app/tags/list?n=5', 'tags -: pull acme/app'],
    ['GET', '/v2/acme/app/manifests/v1', 'manifest v1: pull acme/app'],
    ['HEAD', `/v2/acme/app/manifests/${DIGEST}`, `manifest ${DIGEST}: pull|push acme/app`],
    ['PUT', '/v2/acme/app/manifests/v1', 'manifest v1: push acme/app'],
    ['DELETE', '/v2/acme/app/manifests/v1', 'manifest v1: delete acme/app'],
    ['GET', `/v2/alpine/blobs/${DIGEST}`, `blob ${DIGEST}: pull alpine`],
    ['DELETE', `/v2/alpine/blobs/${DIGEST}`, `blob ${DIGEST}: delete alpine`],
    ['GET', `/v2/a.b/c__d/referrers/${DIGEST}?artifactType=x/y`, `referrers ${DIGEST}: pull a.b/c__d`],
    ['POST', '/v2/acme/app/blobs/uploads/', 'upload -: push acme/app'],
    ['POST', `/v2/acme/app/blobs/uploads/?digest=${DIGEST}`, 'upload -: push acme/app'],
    ['PATCH', '/v2/acme/app/blobs/uploads/0b1c?_state=x%3D', 'upload 0b1c: push acme/app'],
    ['GET', '/v2/acme/app/blobs/uploads/0b1c', 'upload 0b1c: push acme/app'],
    ['POST', `/v2/acme/app/blobs/uploads/?mount=${DIGEST}&from=other/base`, 'upload -: push acme/app, pull other/base'],
    // A repository can have a name that looks like a part of an address.
    ['GET', '/v2/manifests/manifests/v1', 'manifest v1: pull manifests'],
    ['GET', '/v2/a/manifests/b/manifests/c', 'manifest c: pull a/manifests/b'],
    ['GET', '/v2/a/manifests/tags/list', 'tags -: pull a/manifests'],
    ['GET', '/v2/a/blobs/uploads/b/tags/list', 'tags -: pull a/blobs/uploads/b'],
  ])('%s %s', (method, target, expected) => {
    expect(reading(method, target)).toBe(expected);
  });

  it.each([
    ['GET', '/v2/acme/app/manifests/..'],
    ['GET', '/v2/acme/../other/manifests/v1'],
    ['GET', '/v2//acme/app/manifests/v1'],
    ['GET', '/v2/acme/app//manifests/v1'],
    ['GET', '/v2/acme%2Fapp/manifests/v1'],
    ['GET', '/v2/acme/app/manifests/v1%00'],
    ['GET', '/v2/acme/app/manifests/v1/'],
    ['GET', '/v2/Acme/app/manifests/v1'],
    ['GET', '/v2/acme/app/manifests/v1#x'],
    ['GET', '/v2\\acme/app/manifests/v1'],
    ['GET', '/v2/acme/app/manifests/v 1'],
    ['GET', '/v1/search'],
    ['GET', '/'],
    ['GET', ''],
    ['GET', '/v2/_zot/ext/userprefs'],
    ['GET', '/v2/acme/app/blobs/nothing'],
    ['GET', '/v2/acme/app/blobs/uploads/'],
    ['PUT', '/v2/acme/app/blobs/uploads/..'],
    ['POST', '/v2/acme/app/blobs/uploads/0b1c'],
    ['POST', '/v2/acme/app/manifests/v1'],
    ['PATCH', '/v2/acme/app/manifests/v1'],
    ['DELETE', '/v2/'],
    ['TRACE', '/v2/'],
    ['get', '/v2/'],
    // The registry could look for the blob in repositories that the caller cannot read.
    ['POST', `/v2/acme/app/blobs/uploads/?mount=${DIGEST}`],
    ['POST', '/v2/acme/app/blobs/uploads/?from=other/base'],
    ['GET', '/v2/acme/app/manifests/v1?from=other/base'],
    ['PUT', '/v2/acme/app/blobs/uploads/0b1c?from=other/base'],
    ['POST', `/v2/acme/app/blobs/uploads/?mount=${DIGEST}&from=other/base&from=acme/app`],
    ['POST', `/v2/acme/app/blobs/uploads/?mount=${DIGEST}&mount=${DIGEST}&from=other/base`],
    ['POST', `/v2/acme/app/blobs/uploads/?mount=${DIGEST}&from=../base`],
    ['GET', `/v2/${'a'.repeat(256)}/tags/list`],
    ['GET', `/v2/acme/app/tags/list?last=${'a'.repeat(5000)}`],
  ])('refuses %s %s', (method, target) => {
    expect(reading(method, target)).toBe('refused');
  });
});
