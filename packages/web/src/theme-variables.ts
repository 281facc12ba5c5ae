import { type CSSVariablesResolver, defaultCssVariablesResolver } from '@mantine/core';

/** The library's own greys and status colours are too pale for small text: these have 4.5:1 and more (WCAG 1.4.3). */
export const themeVariables: CSSVariablesResolver = (theme) => {
  const standard = defaultCssVariablesResolver(theme);
  return {
    variables: standard.variables,
    light: {
      ...standard.light,
      '--mantine-color-dimmed': '#5a6472',
      '--mantine-color-placeholder': '#6b7380',
      '--mantine-color-error': '#c2241f',
      '--mantine-color-red-filled': '#cc2b26',
      '--mantine-color-red-filled-hover': '#b02420',
      '--mantine-color-red-outline': '#c2241f',
      '--mantine-color-red-text': '#c2241f',
      '--mantine-color-red-light-color': '#a61e1a',
      '--mantine-color-teal-light-color': '#06694c',
      '--mantine-color-orange-light-color': '#96430a',
      '--mantine-color-yellow-light-color': '#7a4d00',
      '--mantine-color-gray-light-color': '#4a5260',
    },
    dark: {
      ...standard.dark,
      '--mantine-color-dimmed': '#a3abb8',
      '--mantine-color-placeholder': '#949cab',
      '--mantine-color-error': '#ff9a94',
      '--mantine-color-red-filled': '#d03530',
      '--mantine-color-red-filled-hover': '#b92d29',
      '--mantine-color-red-outline': '#ff9a94',
      '--mantine-color-red-text': '#ff9a94',
      '--mantine-color-red-light-color': '#ffb1ac',
      '--mantine-color-anchor': 'var(--mantine-color-accent-3)',
    },
  };
};
