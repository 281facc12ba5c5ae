import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { StartedSignIn } from './start-sign-in.ts';

export interface IssuedSignIn {
  readonly accessToken: Secret;
  readonly expiresInSeconds: number;
  readonly refreshToken: Secret;
}

/** The tokens of a sign-in as it stands: both die with it. */
export function issueSignIn(services: Services, { signIn, account }: StartedSignIn): IssuedSignIn {
  const { token, expiresInSeconds } = services.apiTokens.sign({
    accountId: account.id,
    accountName: account.name,
    email: account.email,
    source: 'sign-in',
    parentId: signIn.id,
  });
  const refreshToken = services.refreshTokens.make({ signInId: signIn.id, generation: signIn.generation });
  return { accessToken: token, expiresInSeconds, refreshToken };
}
