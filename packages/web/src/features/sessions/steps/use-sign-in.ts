import { useMutation } from '@tanstack/react-query';
import { answerOf, client } from '../../../api/client.ts';
import { askPasskey } from '../../../api/web-authn.ts';
import type { SecondFactorMethod } from '../sign-in-address.ts';

/** One of these second factors must follow. Undefined if the person is signed in. */
export type NextFactors = readonly SecondFactorMethod[] | undefined;

type Answered = { readonly name: string } | { readonly secondFactor: { readonly methods: SecondFactorMethod[] } };

interface PasswordEntered {
  readonly identifier: string;
  readonly password: string;
  readonly breakGlass: boolean;
}

export function usePasswordSignIn() {
  return useMutation({
    mutationFn: async (body: PasswordEntered) => nextFactors(await answerOf(client.POST('/api/session', { body }))),
  });
}

/** With a passkey instead of the password. */
export function usePasskeySignIn() {
  return useMutation({
    mutationFn: async () => {
      const options = await answerOf(client.POST('/api/session/passkey/options'));
      const passkey = await askPasskey(options);
      await answerOf(client.POST('/api/session/passkey', { body: { passkey, breakGlass: false } }));
    },
  });
}

export function useCode() {
  return useMutation({
    mutationFn: (code: string) => answerOf(client.POST('/api/session/second-factor', { body: { code } })),
  });
}

export function useSecondPasskey() {
  return useMutation({
    mutationFn: async () => {
      const options = await answerOf(client.POST('/api/session/second-factor/options'));
      const passkey = await askPasskey(options);
      await answerOf(client.POST('/api/session/second-factor', { body: { passkey } }));
    },
  });
}

export function useConnect() {
  return useMutation({
    mutationFn: async (password: string) =>
      nextFactors(await answerOf(client.POST('/api/session/connect', { body: { password } }))),
  });
}

/** With the code of a mail. */
export function useConnectByMail() {
  return useMutation({
    mutationFn: async (code: string) =>
      nextFactors(await answerOf(client.POST('/api/session/connect-by-mail', { body: { code } }))),
  });
}

/** The organization whose single sign-on this e-mail address must use. Null if there is none. */
export function useFindOrganization() {
  return useMutation({
    mutationFn: async (email: string) =>
      (await answerOf(client.GET('/api/sign-on', { params: { query: { email } } }))).organization,
  });
}

function nextFactors(answered: Answered): NextFactors {
  return 'secondFactor' in answered ? answered.secondFactor.methods : undefined;
}
