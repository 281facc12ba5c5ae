import { clientLabel } from '@lanyard/core/command-lines/client-label';
import type { SignInPolicy } from '@lanyard/core/command-lines/sign-in-policy';
import { formatUserCode, parseUserCode } from '@lanyard/core/command-lines/user-code';
import type { AccountCaller } from '../../features/access/caller.ts';
import type { DeviceCode } from '../../store/records/device-codes.ts';

import { html } from './html.ts';
import { page } from './page.ts';

const DAY_SECONDS = 86_400;

/** What was typed stays, to be mended. */
export function enterCodePage(caller: AccountCaller, fault?: string, typed = ''): string {
  return page(
    'Enter the code',
    html`${faultLine(fault)}<p>Your command line shows it. You are signed in as <strong>${caller.account.name}</strong>.</p>
<form method="get" action="/activate">
<label for="user_code">Code</label>
<input id="user_code" class="code" name="user_code" value="${typed}" autocomplete="off" autocapitalize="characters" spellcheck="false" required autofocus>
<div class="actions"><button class="main" type="submit">Continue</button></div>
</form>`,
  );
}

/** Everything that one should know before saying yes (R30). */
export function confirmPage(caller: AccountCaller, code: DeviceCode, userCode: string, policy: SignInPolicy): string {
  const shown = formatUserCode(parseUserCode(userCode) ?? '');
  return page(
    'Approve this sign-in?',
    html`<p>A command line asks to act for <strong>${caller.account.name}</strong>. Approve only if you started it yourself,
and it shows this code.</p>
<dl>
<dt>Code</dt><dd class="code">${shown}</dd>
<dt>Program</dt><dd>${clientLabel(code.client)}</dd>
<dt>Address</dt><dd>${code.address}</dd>
<dt>It may</dt><dd>pull, push and delete in every repository that you may, as far as your organizations let auto-generated tokens</dd>
<dt>For</dt><dd>${days(policy.lifetimeSeconds)} at most; it ends when unused for ${days(policy.idleSeconds)}</dd>
<dt>Keeps</dt><dd>the ${policy.autoTokensKept} most recently used sign-ins; the least recently used one beyond them is removed</dd>
</dl>
<form method="post" action="/activate">
<input type="hidden" name="user_code" value="${shown}">
<div class="actions">
<button class="main" type="submit" name="decision" value="approved">Approve</button>
<button type="submit" name="decision" value="refused">Refuse</button>
</div>
</form>`,
  );
}

function faultLine(fault: string | undefined) {
  return fault === undefined
    ? undefined
    : html`<p class="fault" role="alert">${fault.charAt(0).toUpperCase()}${fault.slice(1)}.</p>`;
}

function days(seconds: number): string {
  const count = Math.round(seconds / DAY_SECONDS);
  if (count < 1) return `${Math.max(1, Math.round(seconds / 3600))} hours`;
  return count === 1 ? '1 day' : `${count} days`;
}
