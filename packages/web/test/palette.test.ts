import { describe, expect, it } from 'vitest';
import { type Destination, matching } from '../src/shell/palette/match.ts';

const page = (label: string, detail?: string): Destination => ({
  group: 'Pages',
  label,
  href: '/',
  ...(detail !== undefined && { detail }),
});
const token = (label: string): Destination => ({ group: 'Access tokens', label, href: '/' });

describe('the palette', () => {
  it('finds items with every word of the text in their name or their place', () => {
    const pages = [page('Members', 'acme'), page('Members', 'globex'), page('Policy', 'acme')];
    expect(matching(pages, 'acme MEM')).toEqual([page('Members', 'acme')]);
    expect(matching(pages, 'nothing')).toEqual([]);
  });

  it('keeps the tokens that the server found, because the server searches more than the name', () => {
    expect(matching([token('laptop')], 'docker')).toEqual([token('laptop')]);
  });

  it('shows first the items that begin with the text, and at most six of a group', () => {
    const many = Array.from({ length: 9 }, (_, place) => token(`build ${place}`));
    const found = matching([token('the build'), ...many, page('Old builds'), page('Builds')], 'build');
    expect(found.map(({ label }) => label)).toEqual([
      'Builds',
      'Old builds',
      ...many.slice(0, 6).map((one) => one.label),
    ]);
  });
});
