import type { Token } from '../../api/types.ts';
import { describeClient } from '../../parts/describe-client.ts';

/** "docker CLI 28.2.2 on linux/amd64"; undefined for a manual token. */
export function describeSource({ signedInWith }: Token): string | undefined {
  return signedInWith ? describeClient(signedInWith) : undefined;
}
