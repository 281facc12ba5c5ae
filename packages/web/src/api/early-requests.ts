/** What the first page asks for, sent while its script is still on the way. */
const early = new Map<string, Promise<Response>>();

/** An answer that nobody took by then is thrown away: the page would show it later as if it were new. */
const KEPT_MILLISECONDS = 10_000;

export function askEarly(address: string): void {
  const answer = fetch(address);
  answer.catch(() => undefined);
  early.set(new URL(address, window.location.origin).href, answer);
  setTimeout(() => early.clear(), KEPT_MILLISECONDS);
}

/** The early answer to this request. Each is given once, and none after a change: a sign-in makes another answer true. */
export function takeEarly({ method, url }: Request): Promise<Response> | undefined {
  if (method !== 'GET') early.clear();
  const answer = early.get(url);
  early.delete(url);
  return answer;
}
