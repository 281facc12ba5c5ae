import { notSignedIn, wrongUse } from '../cli-error.ts';
import { registryHost } from '../registry-host.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { listSignIns, type SignIn } from '../secrets/sign-in.ts';
import { listOrganizations } from '../server/lanyard-api.ts';
import { openSession, type Session } from '../server/open-session.ts';
import { readWorkstationPolicy, requirePolicyMet } from '../workstation-policy.ts';
import { type CommandContext, openStore } from './command-context.ts';

/** The sign-in of a registry; without one, the only sign-in there is. */
export async function chooseSignIn(store: SecretStore, registry: string | undefined): Promise<SignIn> {
  const signIns = await listSignIns(store);
  if (registry !== undefined) return requireSignInOf(signIns, registryHost(registry));
  const [only, ...others] = signIns;
  if (!only) throw notSignedIn('not signed in', 'run: lanyard login REGISTRY');
  if (others.length > 0) throw wrongUse('there are several sign-ins', `use --registry with ${hostsOf(signIns)}`);
  return only;
}

/** Opens the session that the command's `--registry` chooses, if this machine is for its account. */
export async function chooseSession(context: CommandContext): Promise<Session> {
  const policy = readWorkstationPolicy(context.environment);
  const session = await chooseAnySession(context);
  if (policy) requirePolicyMet(policy, session.account, await listOrganizations(session));
  return session;
}

/** For who only wants to look. */
export async function chooseAnySession(context: CommandContext): Promise<Session> {
  const store = await openStore(context);
  return openSession(context.environment, store, await chooseSignIn(store, context.registry), context.sleep);
}

function requireSignInOf(signIns: readonly SignIn[], host: string): SignIn {
  const found = signIns.find(({ registries }) => registries.includes(host));
  if (!found) throw notSignedIn(`not signed in to ${host}`, `run: lanyard login ${host}`);
  return found;
}

function hostsOf(signIns: readonly SignIn[]): string {
  return signIns.flatMap(({ registries }) => registries).join(' or ');
}
