import type { ZodType } from 'zod';
import type { AccountCaller } from '../access/caller.ts';
import type { WhoseTokens } from '../access/permissions.ts';

/** Where the tokens of one kind of owner stand, and how the owner follows from the address. */
export interface TokenPlace<Of> {
  readonly path: string;
  readonly owner: 'account' | 'organization';
  readonly scope: 'own' | 'owner';
  readonly params: ZodType<Of>;
  readonly memberParams: ZodType<Of & { readonly id: string }>;
  readonly whose: (caller: AccountCaller, of: Of) => WhoseTokens;
}
