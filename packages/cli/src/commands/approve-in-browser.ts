import { awaitApproval, type DeviceCode, type LoginRequest, requestDeviceCode } from '../server/device-login.ts';
import type { Server } from '../server/discover-server.ts';
import type { OAuthTokens } from '../server/oauth.ts';
import type { CommandContext } from './command-context.ts';
import { openBrowser } from './open-browser.ts';

export interface ApprovalOptions extends LoginRequest {
  readonly browser: boolean;
  readonly qr?: boolean;
}

/** Shows the code and the page, and waits until somebody approves it there. */
export async function approveInBrowser(
  { environment, terminal, now, sleep }: CommandContext,
  server: Server,
  options: ApprovalOptions,
): Promise<OAuthTokens> {
  const code = await requestDeviceCode(server, options, environment.proxies);
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
