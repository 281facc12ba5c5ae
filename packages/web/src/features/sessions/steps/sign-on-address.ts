/** Where the way to an organization's provider begins. `again`: who is signed in proves itself anew. */
export function signOnAddress(organization: string, next: string, again = false): string {
  const query = new URLSearchParams({ next, ...(again && { again: 'true' }) });
  return `/sso/${encodeURIComponent(organization)}/start?${query}`;
}
