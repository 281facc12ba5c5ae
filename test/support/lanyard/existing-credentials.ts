import { randomUUID } from 'node:crypto';
import { Secret } from '@lanyard/core/secret';
import { providerNetwork, sourceNetworks } from '@lanyard/core/source-network';
import { writeExisting } from './audit.ts';
import type { Lanyard } from './start-lanyard.ts';

// Credentials from before the test. Each is one row, because the normal way takes several requests.

const SOURCE = { client: 'cli/1', address: '192.0.2.1' };
const ASKED = { scopes: [], registryHost: null } as const;
const HALF_AN_HOUR = 1_800_000;
const WEEK = 604_800_000;

/** A code that is valid for half an hour, as if it came by mail. */
export async function existingResetCode({ services, clock }: Lanyard, accountId: string): Promise<string> {
  const code = `reset-${randomUUID()}`;
  const digest = services.digester.digest('password-reset', new Secret(code));
  const endsAt = clock.now() + HALF_AN_HOUR;
  await services.store.transaction(({ passwordResets }) => passwordResets.insert(accountId, digest, endsAt));
  return code;
}

/** The device code of a command line whose user code the account has approved. */
export async function existingDeviceCode(
  { services, clock }: Lanyard,
  accountId: string,
  clientId: string,
): Promise<string> {
  const secret = `device-${randomUUID()}`;
  const now = clock.now();
  const times = { createdAt: now, expiresAt: now + 600_000, intervalSeconds: 5, lastPolledAt: null };
  const decided = { sessionId: randomUUID(), accountId, organizationId: null, decision: 'approved' } as const;
  const code = { id: randomUUID(), clientId, ...ASKED, ...SOURCE, ...times, ...decided };
  const digest = services.digester.digest('device-code', new Secret(secret));
  const networks = { ...sourceNetworks(SOURCE.address), providerNetwork: providerNetwork(SOURCE.address) };
  const keys = { digest, userCodeDigest: randomUUID(), ...networks };

  await services.store.transaction(({ deviceCodes }) => deviceCodes.insert(code, keys));
  return secret;
}

/** The refresh token of a command line that is signed in. */
export async function existingRefreshToken(lanyard: Lanyard, accountId: string, clientId: string): Promise<string> {
  const { services, clock } = lanyard;
  const now = clock.now();
  const times = { createdAt: now, lastUsedAt: now, idleSeconds: 86_400, expiresAt: now + WEEK };
  const family = { generation: 1, previousGeneration: null, tokenId: null, organizationId: null };
  const commandLine = { id: randomUUID(), accountId, clientId, ...ASKED, ...SOURCE, ...times, ...family };
  await writeExisting(lanyard, ({ commandLines }) => commandLines.insert(commandLine));
  return services.refreshTokens.make({ commandLineId: commandLine.id, generation: 1 }).reveal();
}

/** The secret in the cookie of a browser that has just signed in. */
export async function existingSession(lanyard: Lanyard, accountId: string): Promise<string> {
  const { services, clock } = lanyard;
  const secret = `session-${randomUUID()}`;
  const now = clock.now();
  const times = { createdAt: now, authenticatedAt: now, lastSeenAt: now, endsAt: null };
  const session = {
    id: randomUUID(),
    accountId,
    organizationId: null,
    providerSession: null,
    ...SOURCE,
    ...times,
  };
  const digest = services.digester.digest('session', new Secret(secret));
  await writeExisting(lanyard, ({ sessions }) => sessions.insert(session, digest));
  return secret;
}

/** How many sessions, command-line sign-ins and auto-generated tokens the account has. Nobody else can see this. */
export async function credentialsAlive({ services }: Lanyard, accountId: string): Promise<number> {
  const { sessions, commandLines, tokens } = services.store.read;
  const kinds = [
    await sessions.ofAccount(accountId),
    await commandLines.ofAccount(accountId),
    await tokens.auto(accountId),
  ];
  return kinds.flat().length;
}

/**
 * The accounts whose reset code the database finds by this plain text, and by its digest, under which it should be
 * stored.
 */
export async function resetsFoundBy({ services }: Lanyard, code: string) {
  const { passwordResets } = services.store.read;
  const digest = services.digester.digest('password-reset', new Secret(code));
  return { byCode: await passwordResets.accountIdOf(code, 0), byDigest: await passwordResets.accountIdOf(digest, 0) };
}
