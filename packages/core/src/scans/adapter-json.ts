/** Values in the JSON of a scanner adapter, which can be of any type. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function jsonText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function jsonTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
