import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Environment } from '../environment.ts';
import { findProgram } from '../secrets/keychain-program.ts';
import { type CommandContext, chooseCommandLine, openStore, printResult } from './command-context.ts';

/** Shows the address, and opens it if there is a browser. Sends nothing to the server. */
export async function open(context: CommandContext): Promise<void> {
  const { server } = await chooseCommandLine(await openStore(context), context.registry);
  const isOpen = !context.json && (await openBrowser(server, context.environment));
  printResult(context, { server }, () => (isOpen ? `your browser opens ${server}\n` : `${server}\n`));
}

/** Opens a browser and says whether that worked. The caller has checked that the URL is a page of the server. */
export async function openBrowser(url: string, environment: Environment): Promise<boolean> {
  const [program, ...args] = commandFor(url, environment) ?? [];
  if (program === undefined) return false;
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  child.unref();
  return once(child, 'spawn').then(
    () => true,
    () => false,
  );
}

function commandFor(url: string, environment: Environment): readonly string[] | undefined {
  const { browser, programFolders } = environment;
  const chosen = browser?.split(':')[0]?.trim();
  if (chosen) return chosen.includes('%s') ? chosen.split(' ').map((word) => word.replace('%s', url)) : [chosen, url];
  if (!hasDesktop(environment)) return undefined;
  // Not `start`: it is a command of the shell, which would interpret the `&` of a URL.
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  const opener = findProgram(process.platform === 'darwin' ? 'open' : 'xdg-open', programFolders);
  return opener === undefined ? undefined : [opener, url];
}

/** In a remote shell a browser would open on the wrong machine. */
function hasDesktop({ hasDisplay, isRemoteShell }: Environment): boolean {
  if (process.platform === 'win32' || process.platform === 'darwin') return !isRemoteShell;
  return hasDisplay;
}
