let isAwaited = false;

/** Call this when the person goes to another page. Its heading gets the focus, so that a screen reader reads it. */
export function awaitNewPage(): void {
  isAwaited = true;
}

/** False if a part of the new page already has the focus, such as its first field. */
export function takesFocusOfNewPage(): boolean {
  if (!isAwaited) return false;
  isAwaited = false;
  return !document.activeElement?.closest('main');
}
