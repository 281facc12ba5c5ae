import { useEffect, useState } from 'react';

/** The code of the link that opened the page, or ''. It is removed from the address bar and the history. */
export function useFragmentCode(): string {
  const [code, setCode] = useState(() => codeOfFragment(location.hash));
  useEffect(() => {
    const take = () => {
      const found = codeOfFragment(location.hash);
      if (found === '') return;
      setCode(found);
      history.replaceState(history.state, '', location.pathname + location.search);
    };
    take();
    // A newer link that is opened in the same tab does not load the page again.
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return code;
}

/** The code of a link that ends in `#CODE` or `#code=CODE`; '' for none. */
export function codeOfFragment(fragment: string): string {
  return fragment.replace(/^#?(?:code=)?/, '').trim();
}
