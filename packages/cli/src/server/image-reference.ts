import { isDigest } from '@lanyard/core/images/image-manifest';
import { registryHost } from '../registry-host.ts';

/** An image in a registry: `registry.example.com/acme/app:1.0`. */
export interface ImageReference {
  readonly host: string;
  readonly repository: string;
  /** A tag or a digest. */
  readonly reference: string;
}

const FORM =
  /^(?:docker:\/\/)?([a-zA-Z0-9[][^/@\s]*)\/([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([\w][\w.-]{0,127}))?(?:@(sha\d+:[0-9a-f]+))?$/;

/**
 * Undefined for text that names no image with the host of its registry. A short name such as `alpine` is none, because
 * each client looks for it in another registry. Errors: wrong use, if the host is malformed.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  const [, host = '', repository = '', tag = 'latest', digest] = FORM.exec(text) ?? [];
  if (repository === '' || !/[.:]|^localhost$/.test(host)) return undefined;
  if (digest !== undefined && !isDigest(digest)) return undefined;
  return { host: registryHost(host), repository, reference: digest ?? tag };
}
