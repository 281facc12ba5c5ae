import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const ROOT_FOLDER = fileURLToPath(new URL('..', import.meta.url));
