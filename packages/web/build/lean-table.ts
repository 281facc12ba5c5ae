import type { Plugin } from 'vite';

const LEFT_OUT = /@mantine\/core\/esm\/components\/Table\/TableScrollContainer\.mjs$/;

/**
 * `Table` of Mantine brings `Table.ScrollContainer`, and with it scroll bars and what places pop-ups: 15 kB for every page
 * with a table. No page uses it, because tables become cards on a phone.
 */
export function leanTable(): Plugin {
  return {
    name: 'lean-table',
    apply: 'build',
    enforce: 'pre',
    load: (id) =>
      LEFT_OUT.test(id)
        ? "export const TableScrollContainer = () => { throw new Error('packages/web/build/lean-table.ts leaves this out'); };"
        : undefined,
  };
}
