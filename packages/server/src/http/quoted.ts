/** Short, printable, and no token of ours: a secret that was put into the wrong field must not come back in an error. */
const QUOTABLE = /^(?!.*(?:lyd|lyr)_)[\w()/:.,*@+-]{1,40}$/;

/** The input in quotes where it may be shown, else nothing of it. */
export function quoted(text: string): string {
  return QUOTABLE.test(text) ? `"${text}"` : '(not shown)';
}
