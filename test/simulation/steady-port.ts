/** A port to come back to. What the system gives out by itself may have gone to somebody else while our server was away. */
import { once } from "node:events";
import { createServer } from "node:net";

/** Below the range from which systems give out ports, and below that of the kernels of tests. */
const [lowest, highest] = [10_000, 19_999];

/** One that nobody has just now, by this process's number, so that tests side by side have different ones. */
export async function steadyPort(): Promise<number> {
  const many = highest - lowest + 1;
  for (let tried = 0; tried < many; tried++) {
    const port = lowest + ((process.pid * 31 + tried) % many);
    if (await isFree(port)) return port;
  }
  throw new Error(`All ports from ${lowest} to ${highest} are taken.`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const answered = Promise.race([
    once(server, "listening").then(() => true),
    once(server, "error").then(() => false),
  ]).catch(() => false);
  server.listen(port, "127.0.0.1");
  const free = await answered;
  if (free) await new Promise((resolve) => server.close(resolve));
  return free;
}
