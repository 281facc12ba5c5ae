import { useEffect, useState } from 'react';

/** The code that the link brought, taken out of the address bar and the history; empty where it brought none. */
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
    // A newer link, opened where an older one stood, loads no new page.
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return code;
}

/** The code of a link that ends in `#CODE` or `#code=CODE`; empty where there is none. */
export function codeOfFragment(fragment: string): string {
  return fragment.replace(/^#?(?:code=)?/, '').trim();
}
