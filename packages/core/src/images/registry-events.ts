/** A place where something may have changed. Only the registry knows what. */
export interface RegistryHint {
  readonly repository: string;
  /** A tag or a digest. */
  readonly reference: string;
}

const REFERENCE = /^(?:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}|sha(?:256|512):[0-9a-f]{64,128})$/;
const MAXIMUM_HINTS = 200;

const MAXIMUM_EVENTS = 10_000;

/** Reads the hints from a registry's events. Nothing else in them is believed: only the gate knows who did what. */
export function hintsOf(body: unknown): readonly RegistryHint[] {
  const hints = [...ofDistribution(body), ...ofZot(body)].filter(({ reference }) => REFERENCE.test(reference));
  return [...new Map(hints.map((hint) => [`${hint.repository} ${hint.reference}`, hint])).values()].slice(
    0,
    MAXIMUM_HINTS,
  );
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Distribution's envelope of notifications. The event of a blob has no tag. The manifest that names the blob has an
 * event of its own.
 */
function ofDistribution(body: unknown): readonly RegistryHint[] {
  const { events } = fieldsOf(body);
  if (!Array.isArray(events)) return [];
  const targets = events.slice(0, MAXIMUM_EVENTS).map((event) => fieldsOf(fieldsOf(event).target));
  return targets
    .filter(({ mediaType }) => mediaType !== 'application/octet-stream')
    .flatMap(({ repository, tag, digest }) => hinting(repository, tag, digest));
}

/** zot's event, plain or wrapped as a CloudEvent. */
function ofZot(body: unknown): readonly RegistryHint[] {
  const { data, ...plain } = fieldsOf(body);
  const { name, reference, digest } = data === undefined ? plain : fieldsOf(data);
  return hinting(name, reference, digest);
}

function hinting(repository: unknown, ...references: readonly unknown[]): readonly RegistryHint[] {
  if (typeof repository !== 'string') return [];
  const texts = references.filter((reference) => typeof reference === 'string');
  return texts.map((reference) => ({ repository, reference }));
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
