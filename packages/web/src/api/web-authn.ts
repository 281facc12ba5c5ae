/** What the server gives for `navigator.credentials`, and what goes back: JSON that only the browser and it read. */
type WebAuthnJson = Readonly<Record<string, unknown>>;

/** The person waved the browser's question away, or nothing answered it in time. */
class PasskeyFault extends Error {
  constructor(isSupported: boolean) {
    super(isSupported ? 'No passkey was used. Try again, or use another way.' : 'This browser has no passkeys.');
    this.name = 'PasskeyFault';
  }
}

/** Brought when it is needed: most sign-ins have no passkey. */
const bring = (): Promise<Library> => import('@simplewebauthn/browser');

export function askPasskey(options: WebAuthnJson): Promise<Record<string, unknown>> {
  return asked(async ({ startAuthentication }) => startAuthentication({ optionsJSON: options as never }));
}

export function makePasskey(options: WebAuthnJson): Promise<Record<string, unknown>> {
  return asked(async ({ startRegistration }) => startRegistration({ optionsJSON: options as never }));
}

type Library = typeof import('@simplewebauthn/browser');

async function asked(ask: (library: Library) => Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    return (await ask(await bring())) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidStateError')
      throw new Error('This device holds a passkey of this account already.', { cause: error });
    throw new PasskeyFault('PublicKeyCredential' in globalThis);
  }
}
