/** All texts of 0 to `longest` of these letters. */
export function* everyText(letters: string, longest: number): Generator<string> {
  yield '';
  if (longest === 0) return;
  for (const rest of everyText(letters, longest - 1)) {
    for (const letter of letters) yield rest + letter;
  }
}
