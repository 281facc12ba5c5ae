import { useState } from 'react';

export interface Dialog<Subject> {
  /** What it is about, kept while it fades; undefined until it was opened once. */
  readonly subject: Subject | undefined;
  readonly isOpen: boolean;
  open(subject: Subject): void;
  close(): void;
}

/** A dialog about one of many. */
export function useDialog<Subject>(): Dialog<Subject> {
  const [state, setState] = useState<{ readonly subject?: Subject; readonly isOpen: boolean }>({ isOpen: false });
  return {
    subject: state.subject,
    isOpen: state.isOpen,
    open: (subject) => setState({ subject, isOpen: true }),
    close: () => setState((before) => ({ ...before, isOpen: false })),
  };
}
