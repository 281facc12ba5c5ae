import { useEffect, useState } from 'react';
import { useFragmentCode } from '../accounts/use-fragment-code.ts';

const KEPT = 'invitation-code';

/**
 * Before the browser leaves for a provider. The code is a secret: it waits in this tab, and is in no address that the
 * server or the provider sees.
 */
export function keepInvitationCode(code: string): void {
  sessionStorage.setItem(KEPT, code);
}

/** The code of the link that opened the page, or the one that waited while the browser was at a provider; '' for none. */
export function useInvitationCode(): string {
  const ofLink = useFragmentCode();
  const [kept] = useState(() => sessionStorage.getItem(KEPT) ?? '');
  useEffect(() => sessionStorage.removeItem(KEPT), []);
  return ofLink || kept;
}
