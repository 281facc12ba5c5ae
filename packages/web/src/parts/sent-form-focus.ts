const BAD = '[aria-invalid="true"], .mantine-InputWrapper-error';

/**
 * After a form was sent, the first field with a fault gets the focus, whether the page or the server found the fault.
 * If the person types in the meantime, the focus does not move.
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
  // A field that already had a fault does not change.
  setTimeout(look);

  function look() {
    const field = badField(form);
    if (!field) return;
    end();
    field.focus();
  }
}

/** The fault of a group of fields, such as checkboxes, is shown below them. */
function badField(form: HTMLFormElement): HTMLElement | null {
  const bad = form.querySelector<HTMLElement>(BAD);
  if (!bad || bad.matches('input, textarea, select')) return bad;
  return (
    bad.closest('.mantine-InputWrapper-root')?.querySelector<HTMLElement>('input, textarea, select, button') ?? null
  );
}
