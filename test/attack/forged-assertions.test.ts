import { randomBytes, randomUUID } from 'node:crypto';
import { DomainError } from '@lanyard/core/domain-error';
import type { ProvenIdentity, SamlConnection } from '@lanyard/server/identity/identity-provider';
import { createSaml, type Saml } from '@lanyard/server/identity/saml';
import { beforeAll, describe, expect, it } from 'vitest';
import { assertionVectors } from '../support/forgeries/assertions/assertion-vectors.ts';
import type { VectorWorld } from '../support/forgeries/assertions/vector.ts';
import { adjustableClock } from '../support/lanyard/adjustable-clock.ts';
import { fixedSamlKeys } from '../support/lanyard/saml-encryption.ts';
import {
  type AuthnRequest,
  newSigningKey,
  readAuthnRequest,
  softwareIdentityProvider,
} from '../support/lanyard/software-identity-provider.ts';

describe('forged assertions', () => {
  const clock = adjustableClock();
  let saml: Saml;
  let connection: SamlConnection;
  let world: VectorWorld;
  const newRequest = async (): Promise<AuthnRequest> =>
    readAuthnRequest(await saml.requestUrl(connection, saml.newRequestId(), 'relay', false));
  const finish = (response: string): Promise<ProvenIdentity> =>
    saml.finish(connection, world.request.id, response, false);
  const refusal = (response: string): Promise<unknown> =>
    finish(response).then(
      (identity) => ({ accepted: identity }),
      (fault: unknown) => (fault instanceof DomainError ? { code: fault.code, why: fault.why } : fault),
    );

  beforeAll(async () => {
    const random = { bytes: (length: number) => randomBytes(length), uuid: () => randomUUID() };
    saml = createSaml({ random, clock, keys: await fixedSamlKeys() });
    const [provider, attacker] = await Promise.all([softwareIdentityProvider(), newSigningKey()]);
    connection = {
      ...saml.readMetadata(provider.metadata()),
      audience: 'https://lanyard.example.org/saml/metadata',
      consumerUrl: 'https://lanyard.example.org/saml/consume',
      ownLogoutUrl: 'https://lanyard.example.org/saml/logout',
      groupsAttribute: 'groups',
      emailAttribute: 'mail',
    };
    world = { provider, attacker, request: await newRequest(), now: clock.now() };
  });

  for (const { name, why, make } of assertionVectors) {
    it(`refuses ${name}`, async () => {
      const refused = await refusal(make(world));
      expect(refused).toEqual({ code: 'assertion-refused', why: expect.stringMatching(why) });
      expect(refused).toHaveProperty('why', expect.stringMatching(/^[\x20-\x7e]{1,200}$/));
    });
  }

  it('every test vector has its own name', () => {
    const names = assertionVectors.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});
