import { useEffect, useState } from 'react';
import { useFragmentCode } from '../accounts/use-fragment-code.ts';

const KEPT = 'invitation-code';

/**
 * Keeps the code while the browser goes to a provider. The code is a secret: it stays in this tab, and is in no address
 * that the server or the provider sees.
 */
export function keepInvitationCode(code: string): void {
  sessionStorage.setItem(KEPT, code);
}

/**
 * The code of the link that opened the page, or the code that was kept while the browser was at a provider. '' if there
 * is none.
 */
export function useInvitationCode(): string {
  const ofLink = useFragmentCode();
  const [kept] = useState(() => sessionStorage.getItem(KEPT) ?? '');
  useEffect(() => sessionStorage.removeItem(KEPT), []);
  return ofLink || kept;
}
