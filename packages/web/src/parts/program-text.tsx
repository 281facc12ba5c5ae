import { describeProgram } from './describe-client.ts';

/** The program behind a request in a few words; its whole User-Agent on hover. */
export function ProgramText({ userAgent }: { readonly userAgent: string }) {
  return <span title={userAgent}>{describeProgram(userAgent)}</span>;
}
