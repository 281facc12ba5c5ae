/** What may be done to a repository. None implies another: push without pull, pull without delete (attack 7). */
export type Action = 'pull' | 'push' | 'delete';

export const ACTIONS: readonly Action[] = ['pull', 'push', 'delete'];

export function isAction(text: string): text is Action {
  return (ACTIONS as readonly string[]).includes(text);
}

/** The actions in the one order that answers and records use. */
export function sortActions(actions: Iterable<Action>): readonly Action[] {
  const held = new Set(actions);
  return ACTIONS.filter((action) => held.has(action));
}
