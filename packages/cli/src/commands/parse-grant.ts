import { wrongUse } from '../cli-error.ts';
import type { GrantView } from '../server/token-api.ts';

const ACTIONS = ['pull', 'push', 'delete'];

/** `PATTERN:ACTION[,ACTION]`, as `acme/app:pull,push`; the server has the last word about the pattern. */
export function parseGrant(text: string, visibility: 'any' | 'public' = 'any'): GrantView {
  const colon = text.lastIndexOf(':');
  const pattern = text.slice(0, colon);
  const actions = text.slice(colon + 1).split(',');
  if (colon < 1 || !actions.every((action) => ACTIONS.includes(action))) {
    throw wrongUse(`"${text}" is not PATTERN:ACTION[,ACTION]`, 'as acme/app:pull,push or "acme/*:pull"');
  }
  return { type: 'repository', pattern, actions: [...new Set(actions)], visibility };
}

export function grantText(grant: GrantView): string {
  if (grant.type === 'catalog') return 'catalog';
  const where = grant.visibility === 'public' ? ' (public only)' : '';
  return `${grant.pattern}:${grant.actions.join(',')}${where}`;
}
