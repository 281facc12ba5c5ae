import { listOrganizations, showAccount } from '../server/lanyard-api.ts';
import {
  describePolicy,
  isMet,
  readWorkstationPolicy,
  type WorkstationPolicy,
  whyUnmet,
} from '../workstation-policy.ts';
import { type CommandContext, chooseAnySession, printFacts } from './command-context.ts';

/** Asks the server, so the answer also shows whether the sign-in still works. */
export async function whoami(context: CommandContext): Promise<void> {
  const policy = readWorkstationPolicy(context.environment);
  const session = await chooseAnySession(context);
  const { name, email, isAdministrator } = await showAccount(session);
  const organizations = await listOrganizations(session);
  const { server, registries } = session;
  const workstation = policy ? { ...policy, isMet: isMet(policy, organizations) } : null;
  printFacts(context, { name, email, isAdministrator, organizations, server, registries, workstation }, [
    ['account', isAdministrator ? `${name} (administrator)` : name],
    ['e-mail', email],
    ['organizations', organizations.join(', ') || 'none'],
    ['server', server],
    ['registries', registries.join(', ')],
    ...(policy ? [['workstation', workstationText(policy, name, organizations)] as const] : []),
  ]);
}

function workstationText(policy: WorkstationPolicy, account: string, organizations: readonly string[]): string {
  return isMet(policy, organizations) ? describePolicy(policy) : whyUnmet(policy, account);
}
