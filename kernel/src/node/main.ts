/**
 * `node main.js <connection file>`: a kernel for any Jupyter client. `node main.js --wait`: the same, but loaded ahead; it becomes
 * the kernel that one line of JSON on standard input describes: { "connection": …, "cwd": …, "env": … }.
 */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { MessageChannel, Worker } from "node:worker_threads";
import { ConnectionError, parseConnection, readConnectionFile, type Connection } from "./connection.js";
import { logLine } from "./log-line.js";
import { platformName } from "./platform-name.js";
import type { ProcessRealm } from "./process/open-realm.js";
import { openShellDoor, type ShellDoor } from "./process/shell-door.js";
import { createAskWorker } from "./process/stand-still.js";
import type { ToMain, ToWorker, WorkerStart } from "./thread-messages.js";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  readonly version: string;
};

async function main([argument]: readonly string[]): Promise<void> {
  if (argument === undefined) throw new ConnectionError("Say where to listen: main.js <connection file>, or --wait.");
  const known = argument === "--wait" ? undefined : readConnectionFile(argument);
  const { port1: asking, port2: questions } = new MessageChannel();
  const flag = new SharedArrayBuffer(4);
  const start = { questions, flag, version };
  const worker = new Worker(new URL("./wire/worker.js", import.meta.url), {
    workerData: start satisfies Omit<WorkerStart, "questions"> & { questions: typeof questions },
    transferList: [questions],
    stdin: false,
  });
  worker.once("error", (error) => {
    logLine(error.stack ?? error.message);
    process.kill(process.pid, "SIGKILL");
  });
  const connection = known ?? (await handedOver());
  const door = await openShellDoor(connection, { version, platform: platformName() });
  const post = (message: ToWorker): void => worker.postMessage(message);
  post({ type: "connect", connection });
  process.on("SIGINT", () => post({ type: "signal" }));
  const ask = createAskWorker(asking, flag);
  const { openRealm } = await import("./process/open-realm.js");
  const realm = openRealm({ ask, post, quiet: () => door.quiet() });
  worker.on("message", (message: ToMain) => take(message, door, realm));
  door.handOver((frames) => post({ type: "shell", frames }));
}

function take(message: ToMain, door: ShellDoor, realm: ProcessRealm): void {
  if (message.type === "shell") door.send(message.frames);
  else if (message.type === "call") realm.take(message.id, message.call);
  else if (message.type === "exit") void door.close().then(() => realm.guards.exit(0));
}

/** The one line of a pool. */
async function handedOver(): Promise<Connection> {
  await import("./process/open-realm.js");
  const lines = createInterface({ input: process.stdin });
  const [line] = (await Promise.race([once(lines, "line"), once(lines, "close")])) as [string?];
  // The pool has gone.
  if (line === undefined) process.exit(0);
  lines.close();
  const order = readOrder(line);
  if (order.cwd !== undefined) process.chdir(order.cwd);
  Object.assign(process.env, order.env);
  return parseConnection(order.connection);
}

/** @throws ConnectionError */
function readOrder(line: string): { connection: unknown; cwd: string | undefined; env: object } {
  try {
    const { connection, cwd, env } = JSON.parse(line) as { connection?: unknown; cwd?: unknown; env?: unknown };
    return {
      connection,
      cwd: typeof cwd === "string" ? cwd : undefined,
      env: typeof env === "object" && env !== null ? env : {},
    };
  } catch (error) {
    throw new ConnectionError("The line on standard input is not JSON.", { cause: error });
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ConnectionError)) throw error;
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
  process.stderr.write(`${error.message}${cause}\n`);
  process.exit(1);
}
