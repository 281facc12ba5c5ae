import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Environment } from './environment.ts';
import { findProgram } from './secrets/keychain-program.ts';

/** Whether a browser was started on the page. The URL must be http or https: the caller has checked whose it is. */
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
  // Not `start`, which is the shell's and reads the `&` of a URL as its own.
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  const opener = findProgram(process.platform === 'darwin' ? 'open' : 'xdg-open', programFolders);
  return opener === undefined ? undefined : [opener, url];
}

/** A browser on the machine at the other end of a remote shell helps nobody. */
function hasDesktop({ hasDisplay, isRemoteShell }: Environment): boolean {
  if (process.platform === 'win32' || process.platform === 'darwin') return !isRemoteShell;
  return hasDisplay;
}
