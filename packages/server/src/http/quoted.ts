/** Short and printable: a secret that was put into the wrong field must not come back in an error. */
const QUOTABLE = /^[\w()/:.,*@+-]{1,40}$/;
/** Tokens of ours, the seed of an authenticator, a recovery code. */
const SECRET = /(?:lyd|lyr)_|[A-Z2-7]{32}|\b(?:[2-9a-hjkmnp-z]{4}-){2}[2-9a-hjkmnp-z]{4}\b/;

/** The input in quotes where it may be shown, else nothing of it. */
export function quoted(text: string): string {
  return QUOTABLE.test(text) && !SECRET.test(text) ? `"${text}"` : '(not shown)';
}
