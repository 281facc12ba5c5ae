const BAD = '[aria-invalid="true"], .mantine-InputWrapper-error';

/**
 * After a form was sent, the focus goes to its first field with a fault, whether the page found it or the server told it.
 * It does not once the person goes on to type.
 */
export function watchSentForms(): void {
  document.addEventListener('submit', ({ target }) => {
    if (target instanceof HTMLFormElement) watch(target);
  });
}

let stop: (() => void) | undefined;

function watch(form: HTMLFormElement): void {
  stop?.();
  const observer = new MutationObserver(look);
  const end = () => {
    observer.disconnect();
    form.removeEventListener('input', end);
  };
  stop = end;
  observer.observe(form, { subtree: true, childList: true, attributeFilter: ['aria-invalid'] });
  form.addEventListener('input', end);
  // A field that was bad before does not change.
  setTimeout(look);

  function look() {
    const field = badField(form);
    if (!field) return;
    end();
    field.focus();
  }
}

/** A fault of several fields, as of checkboxes, stands below them. */
function badField(form: HTMLFormElement): HTMLElement | null {
  const bad = form.querySelector<HTMLElement>(BAD);
  if (!bad || bad.matches('input, textarea, select')) return bad;
  return (
    bad.closest('.mantine-InputWrapper-root')?.querySelector<HTMLElement>('input, textarea, select, button') ?? null
  );
}
