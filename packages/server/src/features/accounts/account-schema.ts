import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import type { Account } from '../../store/records/accounts.ts';

/** An account as administrators see it. */
export const accountSchema = z.object({
  name: z.string(),
  email: z.string(),
  isAdministrator: z.boolean(),
  active: z.boolean(),
  disabledAt: z.string().nullable(),
  createdAt: z.string(),
});

/** Lengths are the use case's to judge; these keep what is never right from going further. */
export const newAccountFields = {
  name: z.string().max(100),
  email: z.string().max(320),
  password: z.string().max(4096),
};

export function accountBody(account: Account): z.input<typeof accountSchema> {
  const { name, email, isAdministrator, disabledAt, createdAt } = account;
  return {
    name,
    email,
    isAdministrator,
    active: disabledAt === null,
    disabledAt: disabledAt === null ? null : isoTime(disabledAt),
    createdAt: isoTime(createdAt),
  };
}
