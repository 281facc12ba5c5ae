import {
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  defaultCssVariablesResolver,
  type MantineColorsTuple,
  Menu,
  Modal,
  Notification,
} from '@mantine/core';

/** One accent, of which the shades 6 (light) and 5 (dark) carry white text at 4.5:1 and more. */
const accent: MantineColorsTuple = [
  '#eef2ff',
  '#dae3fd',
  '#b3c4f7',
  '#8aa4f1',
  '#6888ec',
  '#4a6fe0',
  '#2f54c8',
  '#2748ad',
  '#1f3a8d',
  '#162a69',
];

/** It shows a cross alone. */
const CLOSE = { 'aria-label': 'Close' } as const;

export const theme = createTheme({
  colors: { accent },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 5 },
  defaultRadius: 'sm',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.15rem' } } },
  cursorType: 'pointer',
  respectReducedMotion: true,
  // The library would lock the page behind a dialog with a <style>, which the content policy refuses.
  components: {
    // What holds the focus until there is an item would be no item of the menu.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({ defaultProps: { lockScroll: false, closeButtonProps: CLOSE } }),
    Drawer: Drawer.extend({ defaultProps: { lockScroll: false, closeButtonProps: CLOSE } }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: CLOSE } }),
  },
});

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
