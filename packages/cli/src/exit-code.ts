/** Promised in `--help`: scripts decide by them. */
export const EXIT_CODE = {
  ok: 0,
  failed: 1,
  usage: 2,
  notSignedIn: 3,
  refused: 4,
  unreachable: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT_CODE)[keyof typeof EXIT_CODE];

/** What `--help` says about them. */
export const EXIT_CODE_HELP = `Exit codes:
  0    done
  1    failed
  2    wrong use
  3    not signed in, or the sign-in has ended
  4    refused by the server, the registry or this workstation's registry.json
  5    server or registry unreachable
  130  interrupted`;
