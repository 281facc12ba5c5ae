interface Ended {
  readonly endedSessions: number;
  readonly endedSignIns: number;
}

/** "Signed out of 2 browsers and 1 command line." */
export function describeEnded({ endedSessions, endedSignIns }: Ended): string {
  return `Signed out of ${counted(endedSessions, 'browser')} and ${counted(endedSignIns, 'command line')}.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
