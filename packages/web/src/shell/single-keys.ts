const KEY = 'lanyard-single-keys';

/** A key alone is also typed by accident, and by voice control: so it can be turned off (WCAG 2.1.4). */
export function areSingleKeysOn(): boolean {
  return localStorage.getItem(KEY) !== 'off';
}

export function setSingleKeys(isOn: boolean): void {
  if (isOn) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, 'off');
}
