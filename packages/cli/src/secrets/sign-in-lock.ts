import { join } from 'node:path';
import type { Environment } from '../environment.ts';
import { makePrivateFolder } from './change-private-file.ts';
import { withFileLock } from './file-lock.ts';

/** Runs `work` while no other process of this account exchanges, adds or ends a sign-in. */
export async function withSignInLock<Result>(
  { lanyardFolder }: Environment,
  work: () => Promise<Result>,
): Promise<Result> {
  makePrivateFolder(lanyardFolder);
  return withFileLock(join(lanyardFolder, 'sign-in.lock'), work);
}
