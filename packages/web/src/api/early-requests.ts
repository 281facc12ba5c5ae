/** The requests of the first page, sent while its script is still loading. */
const early = new Map<string, Promise<Response>>();

/** After this time, an unused answer is dropped, because the page would show it as if it were new. */
const KEPT_MILLISECONDS = 10_000;

export function askEarly(address: string): void {
  const answer = fetch(address);
  answer.catch(() => undefined);
  early.set(new URL(address, window.location.origin).href, answer);
  setTimeout(() => early.clear(), KEPT_MILLISECONDS);
}

/**
 * Returns the early answer to this request. Each is returned once, and none after a change, because a sign-in makes
 * another answer true.
 */
export function takeEarly({ method, url }: Request): Promise<Response> | undefined {
  if (method !== 'GET') early.clear();
  const answer = early.get(url);
  early.delete(url);
  return answer;
}
