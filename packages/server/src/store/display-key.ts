/** RFC 7643, sections 2.2 and 4.1.1: the names that directories give are one in any case. */
export function displayKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
