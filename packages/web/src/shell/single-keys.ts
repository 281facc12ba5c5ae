const KEY = 'lanyard-single-keys';

/**
 * People and voice control can also type a single key by accident, so these shortcuts can be turned off (WCAG 2.1.4).
 */
export function areSingleKeysOn(): boolean {
  return localStorage.getItem(KEY) !== 'off';
}

export function setSingleKeys(isOn: boolean): void {
  if (isOn) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, 'off');
}
