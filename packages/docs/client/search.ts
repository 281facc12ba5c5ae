import MiniSearch, { type SearchResult } from 'minisearch';
import { findElement, makeElement } from './find-element.ts';

const RESULTS_AT_MOST = 12;
const EXCERPT_LENGTH = 150;

/** The search works in the browser, on a file that the site brings along. Nothing leaves the server. */
export function addSearch(): void {
  const dialog = findElement('dialog.search') as HTMLDialogElement;
  const button = findElement('.search-button');
  button.hidden = false;
  const input = makeElement('input', '');
  const list = makeElement('div', 'results');
  const status = makeElement('p', 'search-status', 'Type what you look for.');
  prepare(input, list, status);
  dialog.append(input, status, list);
  let index: Promise<MiniSearch> | undefined;

  const open = () => {
    index ??= loadIndex(dialog.dataset.file);
    if (!dialog.open) dialog.showModal();
    input.select();
  };
  const show = async () => {
    index ??= loadIndex(dialog.dataset.file);
    const wanted = input.value.trim();
    const search = await index.catch(() => undefined);
    // Somebody may have typed on in the meantime.
    if (wanted !== input.value.trim()) return;
    if (search === undefined) {
      index = undefined;
      status.textContent = 'The search could not be loaded. Try again.';
      return;
    }
    const found = wanted === '' ? [] : search.search(wanted).slice(0, RESULTS_AT_MOST);
    status.textContent = textOf(wanted, found.length);
    list.replaceChildren(...found.map((result, place) => resultOf(result, wanted, place)));
    choose(list, input, 0);
  };

  button.addEventListener('click', open);
  input.addEventListener('input', () => void show());
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      choose(list, input, chosenPlace(list) + step);
    } else if (event.key === 'Enter') list.querySelector<HTMLAnchorElement>('[aria-selected="true"]')?.click();
  });
  // A click beside the dialog is a click on its backdrop. A result on the same page closes it too.
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog || (target as HTMLElement).closest('a')) dialog.close();
  });
  document.addEventListener('keydown', (event) => {
    const isShortcut = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
    const isSlash = event.key === '/' && document.activeElement === document.body;
    if (!isShortcut && !isSlash) return;
    event.preventDefault();
    open();
  });
}

function prepare(input: HTMLInputElement, list: HTMLElement, status: HTMLElement): void {
  input.type = 'search';
  input.placeholder = 'Search the documentation';
  input.autocomplete = 'off';
  input.spellcheck = false;
  list.id = 'search-results';
  const attributes = { role: 'combobox', 'aria-label': 'Search', 'aria-expanded': 'true', 'aria-controls': list.id };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Results');
  status.setAttribute('role', 'status');
}

async function loadIndex(file = ''): Promise<MiniSearch> {
  const answer = await fetch(file);
  if (!answer.ok) throw new Error('the search could not be loaded');
  const index = new MiniSearch({
    fields: ['heading', 'page', 'text'],
    storeFields: ['page', 'heading', 'text'],
    searchOptions: {
      prefix: true,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      combineWith: 'AND',
      boost: { heading: 4, page: 3 },
    },
  });
  index.addAll(await answer.json());
  return index;
}

function textOf(wanted: string, count: number): string {
  if (wanted === '') return 'Type what you look for.';
  if (count === 0) return 'Nothing was found. Try fewer or other words.';
  return count === 1 ? '1 result' : `${count}${count === RESULTS_AT_MOST ? ' best' : ''} results`;
}

function resultOf({ id, page, heading, text, terms }: SearchResult, wanted: string, place: number): HTMLAnchorElement {
  const link = makeElement('a', '', makeElement('strong', '', heading || page));
  link.href = id;
  link.tabIndex = -1;
  if (heading) link.append(makeElement('small', '', page));
  link.append(makeElement('span', '', excerptOf(text, [...wanted.toLowerCase().split(/\s+/), ...terms])));
  link.id = `result-${place}`;
  link.setAttribute('role', 'option');
  return link;
}

/** The text around the first place that has one of the words. */
function excerptOf(text: string, words: readonly string[]): string {
  const lower = text.toLowerCase();
  const places = words.map((word) => lower.indexOf(word)).filter((at) => at >= 0);
  const start = Math.max(0, Math.min(...places, text.length) - 40);
  const from = places.length === 0 ? 0 : start;
  return `${from > 0 ? '… ' : ''}${text.slice(from, from + EXCERPT_LENGTH)}${from + EXCERPT_LENGTH < text.length ? ' …' : ''}`;
}

function chosenPlace(list: HTMLElement): number {
  return [...list.children].findIndex((item) => item.getAttribute('aria-selected') === 'true');
}

function choose(list: HTMLElement, input: HTMLElement, wanted: number): void {
  const items = [...list.children];
  const place = items.length === 0 ? -1 : (wanted + items.length) % items.length;
  for (const [index, item] of items.entries()) item.setAttribute('aria-selected', String(index === place));
  items[place]?.scrollIntoView({ block: 'nearest' });
  if (place < 0) input.removeAttribute('aria-activedescendant');
  else input.setAttribute('aria-activedescendant', `result-${place}`);
}
