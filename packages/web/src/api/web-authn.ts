/** JSON between the server and `navigator.credentials`; the pages pass it on without reading it. */
type WebAuthnJson = Readonly<Record<string, unknown>>;

/** The person cancelled the question of the browser, or did not answer in time. */
class PasskeyFault extends Error {
  constructor(isSupported: boolean) {
    super(
      isSupported
        ? 'No passkey was used. Try again, or sign in another way.'
        : 'This browser does not support passkeys.',
    );
    this.name = 'PasskeyFault';
  }
}

/** Loaded when it is needed, because most sign-ins use no passkey. */
const loadLibrary = (): Promise<Library> => import('@simplewebauthn/browser');

export function askPasskey(options: WebAuthnJson): Promise<Record<string, unknown>> {
  return asked(async ({ startAuthentication }) => startAuthentication({ optionsJSON: options as never }));
}

export function makePasskey(options: WebAuthnJson): Promise<Record<string, unknown>> {
  return asked(async ({ startRegistration }) => startRegistration({ optionsJSON: options as never }));
}

type Library = typeof import('@simplewebauthn/browser');

async function asked(ask: (library: Library) => Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    return (await ask(await loadLibrary())) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidStateError')
      throw new Error('This device already has a passkey for this account.', { cause: error });
    throw new PasskeyFault('PublicKeyCredential' in globalThis);
  }
}
