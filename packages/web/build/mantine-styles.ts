import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const NAME = 'virtual:mantine-styles.css';
const STYLES = dirname(fileURLToPath(import.meta.resolve('@mantine/core/styles.css')));
const BASE = ['baseline', 'default-css-variables', 'global'];

/** The names of the classes of a part. */
const PART = /@mantine\/core\/esm\/.*\.module\.mjs$/;

/**
 * The style of each part of Mantine comes with its script, so a page loads what it shows. The file with the style of all
 * parts has 30 kB; it is used only while one develops, where the parts are one module.
 */
export function mantineStyles(): Plugin {
  let isBuild = false;
  return {
    name: 'mantine-styles',
    enforce: 'pre',
    configResolved: ({ command }) => {
      isBuild = command === 'build';
    },
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) => {
      if (id !== `\0${NAME}`) return undefined;
      const files = isBuild ? BASE.map((name) => styleOf(name)) : [`${STYLES}/styles.layer.css`];
      return files.map((file) => `@import '${file}';`).join('\n');
    },
    transform: (code, id) => {
      if (!isBuild || !PART.test(id)) return undefined;
      const style = styleOf(basename(id, '.module.mjs'));
      return { code: `${code}\nimport '${style}';`, map: null, moduleSideEffects: false };
    },
  };
}

function styleOf(name: string): string {
  return `${STYLES}/styles/${name}.layer.css`;
}
