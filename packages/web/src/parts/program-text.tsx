import { describeProgram } from './describe-client.ts';

/** The program of a request in a few words. The whole User-Agent is in the title. */
export function ProgramText({ userAgent }: { readonly userAgent: string }) {
  return <span title={userAgent}>{describeProgram(userAgent)}</span>;
}
