/** What the id of nobody begins with. No account has such an id, so nobody ever gets what is given to it. */
export const NOBODY = 'name:';

/** For a right that is given to a name that no account has. */
export function idOfNobody(name: string): string {
  return `${NOBODY}${name}`;
}
