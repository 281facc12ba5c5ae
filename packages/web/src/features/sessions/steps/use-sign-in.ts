import { useMutation } from '@tanstack/react-query';
import { answerOf, client } from '../../../api/client.ts';
import { askPasskey } from '../../../api/web-authn.ts';
import type { SecondFactorMethod } from '../sign-in-address.ts';

/** Undefined once signed in; else what has to follow. */
export type Following = readonly SecondFactorMethod[] | undefined;

type Answered = { readonly name: string } | { readonly secondFactor: { readonly methods: SecondFactorMethod[] } };

interface PasswordEntered {
  readonly identifier: string;
  readonly password: string;
  readonly breakGlass: boolean;
}

export function usePasswordSignIn() {
  return useMutation({
    mutationFn: async (body: PasswordEntered) => following(await answerOf(client.POST('/api/session', { body }))),
  });
}

/** A passkey alone. */
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
      following(await answerOf(client.POST('/api/session/connect', { body: { password } }))),
  });
}

/** The organization that signs this address in; null where none does. */
export function useFindOrganization() {
  return useMutation({
    mutationFn: async (email: string) =>
      (await answerOf(client.GET('/api/sign-on', { params: { query: { email } } }))).organization,
  });
}

function following(answered: Answered): Following {
  return 'secondFactor' in answered ? answered.secondFactor.methods : undefined;
}
