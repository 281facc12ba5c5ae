/** The longest time that the event loop was held up during `work`, in milliseconds. */
export async function longestPause(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let isOver = false;
  let before = processorMilliseconds();
  const look = () => {
    const now = processorMilliseconds();
    longest = Math.max(longest, now - before);
    before = now;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  await work();
  isOver = true;
  return longest;
}

/** What this thread itself worked. Others use the machine too, and elapsed time would count their work. */
function processorMilliseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
