import { dayText, notice } from './notice-declaration.ts';

/** Notices about what was found in images. */
export const IMAGE_NOTICES = {
  /** `organization` is null for a repository of an account. */
  'image-infected': notice<{
    organization: string | null;
    repository: string;
    digest: string;
    signature: string;
    path: string;
    isQuarantined: boolean;
  }>({
    label: 'Malware was found in an image',
    weight: 'security',
    words: ({ organization, repository, digest, signature, path, isQuarantined }, { publicUrl, time }) => ({
      subject: `Malware was found in ${repository}`,
      lines: [
        `A scan at ${publicUrl} found ${signature} on ${time} in this image:`,
        '',
        `${repository}@${digest}`,
        `file: ${path}`,
        '',
        isQuarantined
          ? 'The image is in quarantine: nobody can pull it from now on. The record of the repository shows who pulled it before.'
          : 'The image can still be pulled. Delete it in the registry, and build it again.',
        ...linkOf(organization, repository, publicUrl),
      ],
    }),
  }),
  'image-vulnerable': notice<{
    organization: string | null;
    repository: string;
    digest: string;
    severity: string;
    count: number;
    isQuarantined: boolean;
  }>({
    label: 'Vulnerabilities were found in an image',
    weight: 'news',
    words: ({ organization, repository, digest, severity, count, isQuarantined }, { publicUrl, time }) => ({
      subject: `Vulnerabilities were found in ${repository}`,
      lines: [
        `A scan at ${publicUrl} on ${time} found ${count} of the severity ${severity} in this image:`,
        '',
        `${repository}@${digest}`,
        '',
        isQuarantined
          ? 'The image is in quarantine: nobody can pull it from now on.'
          : 'The image can still be pulled. Build it again with newer packages.',
        ...linkOf(organization, repository, publicUrl),
      ],
    }),
  }),
  'finding-accepted': notice<{
    organization: string | null;
    repository: string;
    finding: string;
    reason: string;
    until: number;
    maker: string;
  }>({
    label: 'A finding in images is accepted',
    weight: 'security',
    words: ({ organization, repository, finding, reason, until, maker }, { publicUrl, time }) => ({
      subject: `A finding in ${repository} is accepted until ${dayText(until)}`,
      lines: [
        `On ${time} ${maker} accepted this finding in the images of ${repository} at ${publicUrl}:`,
        '',
        finding,
        '',
        'The reason:',
        reason,
        '',
        `Until ${dayText(until)} the policy does nothing about it, and images that were in quarantine only for it can be pulled.`,
        ...linkOf(organization, repository, publicUrl),
      ],
    }),
  }),
  /** `maker` is null where it ended by itself. */
  'finding-acceptance-ended': notice<{
    organization: string | null;
    repository: string;
    finding: string;
    maker: string | null;
  }>({
    label: 'A finding in images is no longer accepted',
    weight: 'security',
    words: ({ organization, repository, finding, maker }, { publicUrl, time }) => ({
      subject: `A finding in ${repository} is no longer accepted`,
      lines: [
        maker === null
          ? `On ${time} the acceptance of this finding in the images of ${repository} at ${publicUrl} ended:`
          : `On ${time} ${maker} ended the acceptance of this finding in the images of ${repository} at ${publicUrl}:`,
        '',
        finding,
        '',
        'The policy applies to it again.',
        ...linkOf(organization, repository, publicUrl),
      ],
    }),
  }),
  'image-not-scanned': notice<{
    organization: string | null;
    repository: string;
    digest: string;
    isQuarantined: boolean;
  }>({
    label: 'An image could not be scanned completely',
    weight: 'news',
    words: ({ organization, repository, digest, isQuarantined }, { publicUrl, time }) => ({
      subject: `Not all of ${repository} could be scanned`,
      lines: [
        `A scan at ${publicUrl} on ${time} could not look at everything in this image:`,
        '',
        `${repository}@${digest}`,
        '',
        isQuarantined
          ? 'The image is in quarantine, as the rules of your organization say: nobody can pull it.'
          : 'It can be pulled. The page of the image lists what was left out, and why.',
        ...linkOf(organization, repository, publicUrl),
      ],
    }),
  }),
  /** `images` are the names of some repositories that have the layer. */
  'token-in-image': notice<{
    token: string;
    owner: string;
    path: string;
    images: readonly string[];
    isKept: boolean;
  }>({
    label: 'An access token of yours was found in an image',
    weight: 'security',
    words: ({ token, owner, path, images, isKept }, { publicUrl, time }) => ({
      subject: `The access token "${token}" was found in an image`,
      lines: [
        `A scan at ${publicUrl} found the access token "${token}" of ${owner} on ${time} in the file ${path}.`,
        isKept
          ? `Anyone who can pull the image can read the token. The policy of ${owner} keeps such tokens, so it still works. Delete it.`
          : 'Anyone who can pull the image can read the token, so it was deleted at once.',
        '',
        'It is in these repositories:',
        ...images.map((image) => `- ${image}`),
        '',
        'Generate another token, and keep it out of the image: docker build --secret does that.',
      ],
    }),
  }),
};

/** The page of the repository, if it has one. */
function linkOf(organization: string | null, repository: string, publicUrl: string): readonly string[] {
  if (organization === null) return [];
  return ['', `${publicUrl}/organizations/${organization}/repositories?repository=${encodeURIComponent(repository)}`];
}
