import type { Answer } from './browser.ts';
import type { Lanyard } from './start-lanyard.ts';

export type HubClient = (method: string, path: string, content?: unknown) => Promise<Answer>;

/** Speaks Docker Hub's interface with an API token; `password` may be an access token too. */
export async function hubClient(
  lanyard: Lanyard,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<HubClient> {
  const { status, body } = await lanyard.browser().post('/v2/users/login', { username: name, password });
  if (status !== 200) throw new Error(`login answered ${status}`);
  const headers = { authorization: `Bearer ${body.token}` };
  return (method, path, content) => lanyard.browser().request(method, path, { headers, body: content });
}
