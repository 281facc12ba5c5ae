import type { ReviewedToken } from '../../api/types.ts';

interface ReachLine {
  readonly text: string;
  /** One of the repositories; undefined where there is none. */
  readonly example?: string;
}

/** "Pull and push in 3 repositories", with one of them. */
export function describeReach({ parts, createsRepositories }: ReviewedToken['reach']): readonly ReachLine[] {
  const lines = parts.map(({ actions, count, example }) => ({
    text: `${capital(listed(actions))} in ${count === 1 ? 'one repository' : `${count} repositories`}`,
    example: count === 1 ? example : `${example} and others`,
  }));
  const creates = createsRepositories ? [{ text: 'Creates repositories by a push' }] : [];
  return lines.length + creates.length === 0 ? [{ text: 'Nothing now' }] : [...lines, ...creates];
}

type Enough = ReviewedToken['findings'][number]['enough'];

const NAMED = 3;

/** "Pull in acme/app would be enough." */
export function describeEnough(enough: Enough): string {
  const named = enough.slice(0, NAMED).map(({ pattern, actions }) => `${listed(actions)} in ${pattern}`);
  const others = enough.length > NAMED ? [`the same for ${enough.length - NAMED} more`] : [];
  return `${capital(listed([...named, ...others]))} would be enough.`;
}

/** Why a token gets nothing here, whatever its grants are. */
export const HELD_BACK: Readonly<Record<NonNullable<ReviewedToken['heldBack']>, string>> = {
  terms: 'Its holder did not accept the rules',
  password: 'Passwords are not accepted',
  'second-factor': 'Its holder has no second factor',
  'single-sign-on': 'Its holder did not sign in at the identity provider',
  lifetime: 'It lives longer than the policy allows',
  unused: 'It was not used here for as long as the policy allows',
  disabled: 'The account of its holder is disabled',
};

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
