import { setInternalUrl } from '@lanyard/server/features/registries/registries';
import { operatorRuns } from './operator.ts';
import type { Lanyard } from './start-lanyard.ts';

/** Puts a gate in front of the default registry. Returns the secret that its proxy sends. */
export async function secretOfDefaultGate(lanyard: Lanyard): Promise<string> {
  const setUp = 'registry gate default --for caddy --upstream http://127.0.0.1:5000 --host registry.example.com';
  return /lygate_[\w-]+/.exec(await operatorRuns(lanyard, setUp))?.[0] ?? '';
}

/** Gives the registry `default` a gate, and an internal address at which nothing listens. Returns the gate's secret. */
export async function guardDefault(lanyard: Lanyard): Promise<string> {
  const secret = await secretOfDefaultGate(lanyard);
  await setInternalUrl(lanyard.services, 'default', 'http://127.0.0.1:9');
  return secret;
}
