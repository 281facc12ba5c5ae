import { showAccount } from '../server/lanyard-api.ts';
import { chooseSession } from './choose-sign-in.ts';
import { type CommandContext, printFacts } from './command-context.ts';

/** Asks the server, so that the answer is also whether the sign-in still lives. */
export async function whoami(context: CommandContext): Promise<void> {
  const session = await chooseSession(context);
  const { name, email, isAdministrator } = await showAccount(session);
  const { server, registries } = session;
  printFacts(context, { name, email, isAdministrator, server, registries }, [
    ['account', isAdministrator ? `${name} (administrator)` : name],
    ['e-mail', email],
    ['server', server],
    ['registries', registries.join(', ')],
  ]);
}
