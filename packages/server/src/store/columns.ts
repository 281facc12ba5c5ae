/** How a field of a record is stored in its column, if the two differ. The same for both databases. */
interface Form<Value, Kept> {
  read(kept: Kept): Value;
  keep(value: Value): Kept;
}

/** 0 or 1, because SQLite has no booleans. */
export const flag: Form<boolean, number> = { read: (kept) => kept === 1, keep: (value) => (value ? 1 : 0) };

/** JSON as text, because SQLite has no type for it. */
export function json<Value>(): Form<Value, string> {
  return { read: (kept) => JSON.parse(kept) as Value, keep: (value) => JSON.stringify(value) };
}

export function jsonOrNull<Value>(): Form<Value | null, string | null> {
  const { read, keep } = json<Value>();
  return {
    read: (kept) => (kept === null ? null : read(kept)),
    keep: (value) => (value === null ? null : keep(value)),
  };
}

type FormsOf<Fields> = { readonly [Name in keyof Fields]?: Form<Fields[Name], unknown> };

type KeptBy<Of> = Of extends { keep(value: never): infer Kept } ? Kept : never;

/** The fields in the form of the database. */
type Kept<Fields, Forms> = {
  readonly [Name in keyof Fields]: Name extends keyof Forms ? KeptBy<Forms[Name]> : Fields[Name];
};

interface Columns<Fields, Forms extends FormsOf<Fields>> {
  /** Converts a row to a record. */
  read<Row extends Kept<Fields, Forms> | undefined>(row: Row): Fields | (undefined extends Row ? undefined : never);
  /** Converts a record, or the changed part of one, to columns. */
  keep<Some extends Partial<Fields>>(some: Some): Kept<Some, Forms>;
}

/** The columns for the fields of a record. */
export type RowOf<Table> = Table extends Columns<infer Fields, infer Forms> ? Kept<Fields, Forms> : never;

/**
 * Declares once, for reading and writing, how a table differs from its records: fields with another form, and names
 * that exist on only one side, such as a digest that no record shows. These names are left out in both directions.
 */
export function columnsOf<Fields extends object>() {
  return <const Forms extends FormsOf<Fields>>(forms: Forms, apart: readonly string[] = []): Columns<Fields, Forms> => {
    const entries = Object.entries(forms) as readonly (readonly [string, Form<unknown, unknown>])[];
    const convert = (from: object, direction: 'read' | 'keep') => {
      const copy: Record<string, unknown> = { ...from };
      for (const name of apart) delete copy[name];
      for (const [name, form] of entries) {
        if (copy[name] !== undefined) copy[name] = form[direction](copy[name]);
      }
      return copy;
    };
    return {
      read: (row) => (row && convert(row, 'read')) as Fields,
      keep: <Some extends object>(some: Some) => convert(some, 'keep') as Kept<Some, Forms>,
    };
  };
}
