import { UnstyledButton } from '@mantine/core';
import { lazyRouteComponent } from '@tanstack/react-router';
import { Suspense, startTransition, useEffect, useState } from 'react';
import classes from './shell.module.css';
import { areSingleKeysOn } from './single-keys.ts';

const CommandPalette = lazyRouteComponent(() => import('./palette/command-palette.tsx'), 'CommandPalette');
const ShortcutList = lazyRouteComponent(() => import('./shortcut-list.tsx'), 'ShortcutList');

type Opened = 'palette' | 'list';

/** Handles the keyboard shortcuts of every page. The dialogs are loaded when they are first opened. */
export function Shortcuts() {
  const [opened, setOpened] = useState<Opened>();
  const [loaded, setLoaded] = useState<readonly Opened[]>([]);
  const open = (what: Opened) =>
    startTransition(() => {
      setLoaded((before) => [...before, what]);
      setOpened(what);
    });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const what = wantedBy(event);
      if (what === undefined || document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      open(what);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  });
  const close = () => setOpened(undefined);
  return (
    <>
      <UnstyledButton className={classes.finder ?? ''} aria-haspopup="dialog" onClick={() => open('palette')}>
        Go to…
        <kbd className={classes.keys}>{isApple() ? '⌘K' : 'Ctrl K'}</kbd>
      </UnstyledButton>
      <Suspense>
        {loaded.includes('palette') && <CommandPalette isOpen={opened === 'palette'} onClose={close} />}
        {loaded.includes('list') && <ShortcutList isOpen={opened === 'list'} onClose={close} />}
      </Suspense>
    </>
  );
}

function wantedBy(event: KeyboardEvent): Opened | undefined {
  if (event.altKey || event.isComposing) return undefined;
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'k') return 'palette';
  if (event.key !== '?' || event.ctrlKey || event.metaKey) return undefined;
  return areSingleKeysOn() && !isTypedInto(event.target) ? 'list' : undefined;
}

function isTypedInto(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
