import { expect, it } from 'vitest';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';

describeLanyard('a registry client that asks this server for an image', (lanyard) => {
  const digest = `sha256:${'a'.repeat(64)}`;

  it.each([
    ['GET', '/v2/acme/app/manifests/v1'],
    ['GET', `/v2/alpine/manifests/${digest}`],
    ['GET', '/v2/acme/team/app/tags/list'],
    ['GET', `/v2/acme/app/blobs/${digest}`],
    ['GET', `/v2/acme/app/referrers/${digest}`],
    ['POST', '/v2/acme/app/blobs/uploads/'],
    ['PATCH', '/v2/acme/app/blobs/uploads/1'],
    ['PUT', '/v2/acme/app/manifests/v1'],
    ['DELETE', `/v2/acme/app/manifests/${digest}`],
  ])('is told in its own format that this is not the registry: %s %s', async (method, path) => {
    const { status, body } = await lanyard().browser().request(method, path);
    const message = expect.stringContaining('not the registry');
    expect([status, body.errors]).toMatchObject([404, [{ code: 'UNSUPPORTED', message }]]);
  });

  it('is told where the registry is, once that is known', async () => {
    await operatorRuns(lanyard(), 'registry set-hosts default registry.example.com:5000 other.example.com');
    const { body } = await lanyard().browser().get('/v2/acme/app/manifests/v1');
    expect(body.errors[0].message).toBe(
      'this is the access token server, not the registry; the registry is at registry.example.com:5000',
    );
  });
});
