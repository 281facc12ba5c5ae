import './base.css';
import './bar.css';
import './columns.css';
import './text.css';
import './blocks.css';
import './cards.css';
import './foot.css';
import './search.css';
import './api.css';
import './narrow.css';
import { addCopyButtons } from './copy-buttons.ts';
import { markPlace } from './mark-place.ts';
import { addMenu } from './menu.ts';
import { addSearch } from './search.ts';
import { addThemeButton } from './theme-button.ts';

addMenu();
addThemeButton();
addSearch();
addCopyButtons();
markPlace();
letKeysScroll();

/** A table or a block of code that is wider than its place can be scrolled by keyboard. */
function letKeysScroll(): void {
  const mark = () => {
    for (const one of document.querySelectorAll<HTMLElement>('.table, pre')) {
      if (one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight) {
        for (const name of ['tabindex', 'role', 'aria-label']) one.removeAttribute(name);
        continue;
      }
      one.tabIndex = 0;
      one.setAttribute('role', 'region');
      one.setAttribute('aria-label', one.tagName === 'PRE' ? 'Code' : 'Table');
    }
  };
  mark();
  addEventListener('resize', mark);
}
