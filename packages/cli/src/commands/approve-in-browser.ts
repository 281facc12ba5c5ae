import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Environment } from '../environment.ts';
import { findProgram } from '../secrets/keychain-program.ts';
import { awaitApproval, type DeviceCode, requestDeviceCode } from '../server/device-login.ts';
import type { Server } from '../server/discover-server.ts';
import type { OAuthTokens } from '../server/oauth.ts';
import type { CommandContext } from './command-context.ts';

export interface ApprovalOptions {
  readonly browser: boolean;
  readonly qr?: boolean;
}

/** Shows the code and the page, and waits until somebody approves it there. */
export async function approveInBrowser(
  { environment, terminal, now, sleep }: CommandContext,
  server: Server,
  options: ApprovalOptions,
): Promise<OAuthTokens> {
  const code = await requestDeviceCode(server, environment.proxies);
  terminal.note(`your code is ${code.userCode}`);
  if (options.qr) terminal.note(await qrCode(code));
  const isOpen = options.browser && (await openBrowser(code.pageWithCode, environment));
  terminal.note(isOpen ? `your browser opens ${code.page}` : `open ${code.page} and enter the code`);
  const stop = terminal.wait(`waiting for approval (${Math.round(code.expiresInSeconds / 60)} min)`);
  return awaitApproval(server, code, { proxies: environment.proxies, now, sleep }).finally(stop);
}

async function qrCode({ pageWithCode }: DeviceCode): Promise<string> {
  const { renderUnicodeCompact } = await import('uqr');
  return renderUnicodeCompact(pageWithCode, { border: 2 });
}

/** Opens a browser and says whether that worked. The caller has checked that the URL is a page of the server. */
async function openBrowser(url: string, environment: Environment): Promise<boolean> {
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
  // Not `start`: it belongs to the shell, which would read the `&` of a URL as its own.
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  const opener = findProgram(process.platform === 'darwin' ? 'open' : 'xdg-open', programFolders);
  return opener === undefined ? undefined : [opener, url];
}

/** In a remote shell a browser would open on the wrong machine. */
function hasDesktop({ hasDisplay, isRemoteShell }: Environment): boolean {
  if (process.platform === 'win32' || process.platform === 'darwin') return !isRemoteShell;
  return hasDisplay;
}
