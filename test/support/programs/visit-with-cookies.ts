/** One request of a browser that keeps its cookies and follows nothing by itself; a body is a form. */
export async function visitWithCookies(
  cookies: Map<string, string>,
  address: string,
  body: string | undefined,
): Promise<Response> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await fetch(address, {
    redirect: 'manual',
    headers: { cookie, accept: 'text/html', ...(body !== undefined && form) },
    ...(body !== undefined && { method: 'POST', body }),
  });
  for (const line of answer.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    cookies.set(name, value);
  }
  return answer;
}
