/** The same as in package.json, which a bundle does not carry; a test holds them together. */
export const VERSION = '0.1.0';

/** The server reads the client's name, version and system from it. */
export const USER_AGENT = `lanyard-cli/${VERSION} (${process.platform}; ${process.arch})`;
