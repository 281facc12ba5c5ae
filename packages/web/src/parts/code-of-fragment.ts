/** The code of a link that ends in `#CODE` or `#code=CODE`; empty where there is none. */
export function codeOfFragment(fragment: string): string {
  return fragment.replace(/^#?(?:code=)?/, '').trim();
}
