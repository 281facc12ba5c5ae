import { afterAll } from 'vitest';
import { dropDatabases } from './postgres.ts';

// vitest's setupFiles: runs before each file, so this hook runs after all others of the file.
afterAll(dropDatabases);
