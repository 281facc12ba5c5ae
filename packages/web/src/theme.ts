import {
  type CSSVariablesResolver,
  createTheme,
  type DrawerProps,
  defaultCssVariablesResolver,
  type MantineColorsTuple,
  type MenuProps,
  type ModalProps,
  type NotificationProps,
} from '@mantine/core';

/** White text on the shades 6 (light) and 5 (dark) has a contrast of at least 4.5:1. */
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

/** The close button has only a cross, so it needs a name. */
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
  // Only the names of the parts, because `Modal.extend` would load the part with every page.
  components: {
    // The placeholder that gets the focus first is not an item of the menu.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } satisfies Partial<MenuProps> },
    // To lock the page behind a dialog, the library would add a <style>, which the content policy refuses.
    Modal: { defaultProps: { lockScroll: false, closeButtonProps: CLOSE } satisfies Partial<ModalProps> },
    Drawer: { defaultProps: { lockScroll: false, closeButtonProps: CLOSE } satisfies Partial<DrawerProps> },
    Notification: { defaultProps: { closeButtonProps: CLOSE } satisfies Partial<NotificationProps> },
  },
});

/**
 * The library's greys and status colours are too pale for small text. These have a contrast of at least 4.5:1 (WCAG
 * 1.4.3).
 */
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
