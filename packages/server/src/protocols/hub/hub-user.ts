import { z } from 'zod';

/** Docker Hub has more facts about people. Facts that this server does not know are left out or empty. */
export const hubUserSchema = z.object({
  id: z.string(),
  username: z.string(),
  full_name: z.string(),
  type: z.literal('User'),
});

export function hubUser({ accountId, accountName }: HubPerson): z.input<typeof hubUserSchema> {
  return { id: hubId(accountId), username: accountName, full_name: '', type: 'User' };
}

interface HubPerson {
  readonly accountId: string;
  readonly accountName: string;
}

/** "The UUID trimmed". */
export function hubId(uuid: string): string {
  return uuid.replaceAll('-', '');
}
