/** Where the build of packages/web lies. */
export const WEB_FOLDER = new URL('../../../../web/dist/', import.meta.url);
