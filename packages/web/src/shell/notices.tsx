import { notificationsStore } from '@mantine/notifications';
import { lazyRouteComponent } from '@tanstack/react-router';
import { Suspense, useSyncExternalStore } from 'react';

const NoticeStack = lazyRouteComponent(() => import('./notice-stack.tsx'), 'NoticeStack');

/** Short messages over every page, such as "Deactivated 2 tokens". Their code is loaded with the first message. */
export function Notices() {
  const isWanted = useSyncExternalStore(notificationsStore.subscribe, hasNotices);
  return isWanted ? (
    <Suspense>
      <NoticeStack />
    </Suspense>
  ) : null;
}

let isLoaded = false;

function hasNotices(): boolean {
  isLoaded ||= notificationsStore.getState().notifications.length > 0;
  return isLoaded;
}
