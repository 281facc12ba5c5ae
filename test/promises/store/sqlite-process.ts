import { DatabaseSync } from 'node:sqlite';

/** The other side of `startSqliteProcess`: runs each statement that it gets, and sends back its rows or its error. */
const database = new DatabaseSync(process.argv[2] ?? '', { timeout: 5000 });

process.on('message', (statement: string) => {
  process.send?.(answerTo(statement));
});

function answerTo(statement: string): { readonly rows?: unknown; readonly error?: string } {
  try {
    return { rows: database.prepare(statement).all() };
  } catch (error) {
    return { error: String(error) };
  }
}
