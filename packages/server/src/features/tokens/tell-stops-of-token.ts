import { stopInWords } from '@lanyard/core/lifetimes/rule-in-words';
import { dueStopWarning, type TokenStop } from '@lanyard/core/lifetimes/token-stops';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { Change } from '../access/change.ts';
import { findStopsOfToken } from './stops-of-token.ts';

/**
 * Tells the holder of a token that is created, activated or widened where a rule will stop it soon. The round that tells
 * the others comes once an hour, which is too late for a token that begins to work in the last hour before the date, and
 * the answers of Docker Hub's interface have no place for it. Every use case that lets a token begin to work calls this,
 * in its transaction, whatever its answer says.
 */
export async function tellStopsOfToken(change: Change, token: AccessToken): Promise<void> {
  const { records, now, notify } = change;
  const found = await findStopsOfToken(change, token);
  for (const [{ id, name }, theirs] of Map.groupBy(found, ({ organization }) => organization)) {
    const due = theirs.flatMap(({ stop }) => {
      const days = dueStopWarning(stop, undefined, now);
      const { rule, at: stopsAt } = stop;
      return days === undefined
        ? []
        : [{ organizationId: id, rule, subjectId: token.id, stopsAt, days, toldAt: now, stop }];
    });
    const isNew = await records.toldStops.putNew(due.map(({ stop: _stop, ...told }) => told));
    const tokens = due.filter(isNew).map(({ stop }) => stopLine(token, stop));
    if (tokens.length === 0) continue;
    const isOwn = token.ownerId === id;
    const accounts = isOwn ? (await records.organizations.owners(id)).map((owner) => owner.id) : [token.ownerId];
    await notify('tokens-will-stop', { accounts }, { organization: name, tokens, isOwn });
  }
}

/** A line of the mail. */
export function stopLine({ description }: Pick<AccessToken, 'description'>, stop: TokenStop): string {
  return `${description} (${new Date(stop.at).toISOString().slice(0, 10)}: it ${stopInWords(stop)})`;
}
