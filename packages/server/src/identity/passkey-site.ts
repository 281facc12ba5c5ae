import { siteName } from './site-name.ts';

/** The relying party, in the words of WebAuthn. */
export interface PasskeySite {
  readonly rpId: string;
  readonly name: string;
  /** Scheme, host and port, as a browser says it. */
  readonly origin: string;
}

/** R33: as long as a challenge may live. */
export const CEREMONY_TIMEOUT_MILLISECONDS = 300_000;

export function passkeySite(publicUrl: string): PasskeySite {
  const { hostname, origin } = new URL(publicUrl);
  return { rpId: hostname, name: siteName(publicUrl), origin };
}
