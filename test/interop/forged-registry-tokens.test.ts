import { join } from 'node:path';
import type { Registry as RegistryRecord } from '@lanyard/server/store/records/registries/registries';

import { afterAll, beforeAll, expect, it } from 'vitest';
import { forgedTokens } from '../support/forgeries/registry-tokens/forged-tokens.ts';
import { type Forgery, partsOf, signedBy } from '../support/forgeries/registry-tokens/forgery.ts';
import { type KeyHolder, registryTokenTarget } from '../support/forgeries/registry-tokens/forgery-targets.ts';
import { misusedKeyForgeries, misusedRootForgeries } from '../support/forgeries/registry-tokens/misuse-forgeries.ts';
import { registriesReadNow } from '../support/lanyard/background-work.ts';
import { startGuardedRegistry } from '../support/lanyard/guarded-registry.ts';
import { operatorRuns } from '../support/lanyard/operator.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import type { Registry } from '../support/programs/start-registry.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';

describeWith(['docker-registry'], 'forged tokens at a real registry', () => {
  let folder: TemporaryFolder;
  let lanyard: Lanyard;
  let registry: Registry;
  let other: Registry;

  beforeAll(async () => {
    folder = await temporaryFolder();
    lanyard = await startLanyard();
    await operatorRuns(lanyard, 'registry create other --service other');
    await registriesReadNow(lanyard);
    registry = await startGuardedRegistry(lanyard, folder.path);
    other = await startGuardedRegistry(lanyard, folder.path, 'other');
  });

  afterAll(async () => {
    await other?.stop();
    await registry?.stop();
    await lanyard?.stop();
    await folder?.remove();
  });

  function recordOf(service: string): RegistryRecord {
    const record = lanyard.services.registryTokens.registryOf(service);
    if (!record) throw new Error(`no registry has the service ${service}`);
    return record;
  }

  async function target(service = 'lanyard') {
    const { store, clock, registryTokens } = lanyard.services;
    const holder: KeyHolder = { store, clock, masterKeyFile: join(lanyard.dataFolder, 'master.key') };
    return registryTokenTarget(holder, registryTokens, recordOf(service));
  }

  /** `/v2/` needs no right, so every token that the registry believes gets 200. */
  async function statusOf(token: string, at = registry): Promise<number> {
    const answer = await fetch(`${at.url}/v2/`, { headers: { authorization: `Bearer ${token}` } });
    await answer.body?.cancel();
    return answer.status;
  }

  const isSendable = ({ token }: Forgery) => /^[\x21-\x7e]*$/.test(token);

  /** The names of the forgeries that are not answered with 401. */
  async function notRefused(forgeries: readonly Forgery[]): Promise<readonly string[]> {
    const names: string[] = [];
    for (const { name, token } of forgeries.filter(isSendable)) {
      const status = await statusOf(token);
      if (status !== 401) names.push(`${name}: ${status}`);
    }
    return names;
  }

  it('R27: a registry accepts none of more than 200, and accepts the honest token', async () => {
    const own = await target();
    const forgeries = await forgedTokens(own);
    expect(forgeries.filter(isSendable).length).toBeGreaterThan(200);
    expect(await notRefused(forgeries)).toEqual([]);
    expect(await statusOf(own.honest.encoded.join('.'))).toBe(200);
  });

  it('R28: a registry refuses a token with another issuer, audience or algorithm, even if the true key signed it', async () => {
    const forgeries = misusedKeyForgeries(await target()).filter(({ name }) => / (iss|aud|alg) (?!twice)/.test(name));
    expect(forgeries.length).toBeGreaterThan(25);
    expect(await notRefused(forgeries)).toEqual([]);
  });

  it('R27: a registry refuses a certificate under the true root that is not valid now', async () => {
    const own = await target();
    const forgeries = await misusedRootForgeries(own, own.root);
    expect(await notRefused(forgeries.filter(({ name }) => !name.endsWith('the root itself')))).toEqual([]);
  });

  it('R2: a registry accepts a token for 60 s after its expiration, and no longer', async () => {
    const { honest, trueKey, now } = await target();
    const endedFor = (seconds: number) =>
      statusOf(signedBy(trueKey, honest.header, { ...honest.claims, exp: now - seconds }));
    expect([await endedFor(50), await endedFor(61)]).toEqual([200, 401]);
  });

  it('R28: a token for one registry is refused at another, whatever it contains', async () => {
    const [first, second] = [await target('lanyard'), await target('other')];
    const asSecond = signedBy(first.trueKey, first.honest.header, second.honest.claims);
    const withBothChains = { ...first.honest.header, x5c: [...first.certificates, ...second.certificates] };
    const withOtherChain = { ...first.honest.header, x5c: second.certificates, kid: second.honest.header.kid };
    expect(await statusOf(second.honest.encoded.join('.'), other)).toBe(200);
    expect(await statusOf(first.honest.encoded.join('.'), other)).toBe(401);
    expect(await statusOf(asSecond, other)).toBe(401);
    for (const header of [withBothChains, withOtherChain]) {
      expect(await statusOf(signedBy(first.trueKey, header, second.honest.claims), other)).toBe(401);
    }
  });

  it('R29: a registry accepts a new signing leaf without a restart, and still accepts the previous one', async () => {
    const { registryTokens } = lanyard.services;
    const sign = async () =>
      (
        await registryTokens.sign(recordOf('lanyard'), {
          subject: 'acme',
          access: [],
          credential: { type: 'anonymous' },
        })
      ).token;
    const before = await sign();
    lanyard.clock.advance(1);
    await operatorRuns(lanyard, 'registry rotate default');
    await registriesReadNow(lanyard);
    const after = await sign();
    expect(partsOf(after).header.kid).not.toBe(partsOf(before).header.kid);
    expect([await statusOf(before), await statusOf(after)]).toEqual([200, 200]);
  });
});
