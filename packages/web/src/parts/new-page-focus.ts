let isAwaited = false;

/** The person went to another page: its heading takes the focus, so that a screen reader reads where one is now. */
export function awaitNewPage(): void {
  isAwaited = true;
}

/** Not if something of the new page has the focus already, as its first field. */
export function takesFocusOfNewPage(): boolean {
  if (!isAwaited) return false;
  isAwaited = false;
  return !document.activeElement?.closest('main');
}
