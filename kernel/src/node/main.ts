/**
 * `node main.js <connection file>`: a kernel for any Jupyter client. `node main.js --wait`: the same, but loaded ahead; it becomes
 * the kernel that one line of JSON on standard input describes: { "connection": …, "cwd": …, "env": … }. With `--types=warn|refuse|off`
 * it is said what becomes of type errors; the default is a note under the cell.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { MessageChannel, Worker } from "node:worker_threads";
import { isTypeMode, type TypeMode } from "../core/assist/type-checker.js";
import { ConnectionError, parseConnection, readConnectionFile, type Connection } from "./connection.js";
import { logLine } from "./log-line.js";
import { platformName } from "./platform-name.js";
import { partUrl } from "./part-url.js";
import type * as Realm from "./process/open-realm.js";
import type * as Door from "./process/shell-door.js";
import { createAskWorker, type AskWorker } from "./process/stand-still.js";
import type { ToMain, ToWorker, WorkerStart } from "./thread-messages.js";

/** Cells get another one. */
const exit = process.exit.bind(process);

/**
 * Jupyter's launchers set this variable for kernels that shall end with them; one that is started by hand may outlive its shell.
 * Not the number that it holds: a shell or another wrapper may stand between.
 */
const parent = process.env["JPY_PARENT_PID"] === undefined ? undefined : process.ppid;

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  readonly version: string;
};

async function main(given: readonly string[]): Promise<void> {
  const { argument, types } = readArguments(given);
  if (argument === undefined) throw new ConnectionError("Say where to listen: main.js <connection file>, or --wait.");
  // In the pool there is time: everything is loaded before it is known what for. Otherwise whoever launched us waits for
  // kernel_info, so nothing that it does not need comes before it. A worker takes as long to start as Node: it begins first.
  const isPooled = argument === "--wait";
  const file = isPooled ? undefined : readConnectionFile(argument);
  const { worker, ask } = startWorker(isPooled);
  const { openShellDoor } = await load<typeof Door>("process/shell-door.js");
  const connection = file ?? (await handedOver());
  const post = (message: ToWorker): void => worker.postMessage(message);
  const about = { version, platform: platformName() };
  const door = await openShellDoor(connection, about, (message) => post({ type: "answered", message }));
  let realm: Realm.ProcessRealm | undefined;
  worker.on("message", (message: ToMain) => {
    if (message.type === "shell") door.send(message.frames);
    else if (message.type === "call") realm?.take(message.id, message.call);
    else void door.close().then(() => exit(message.code));
  });
  post({ type: "connect", connection, types });
  process.on("SIGINT", () => post({ type: "signal" }));
  await door.firstAnswer;
  const { openRealm } = await load<typeof Realm>("process/open-realm.js");
  realm = openRealm({ ask, post, quiet: (gap) => door.quiet(gap) });
  door.handOver((frames) => post({ type: "shell", frames }));
}

async function load<Module>(path: string): Promise<Module> {
  return (await import(partUrl(path).href)) as Module;
}

function readArguments(given: readonly string[]): { argument: string | undefined; types: TypeMode } {
  const flag = "--types=";
  const types = given.findLast((one) => one.startsWith(flag))?.slice(flag.length) ?? "warn";
  if (!isTypeMode(types)) throw new ConnectionError(`There is no --types=${types}: say warn, refuse or off.`);
  return { argument: given.find((one) => !one.startsWith(flag)), types };
}

function startWorker(isEarly: boolean): { readonly worker: Worker; readonly ask: AskWorker } {
  const { port1: asking, port2: questions } = new MessageChannel();
  const flag = new SharedArrayBuffer(4);
  const start: WorkerStart = { questions, flag, version, isEarly, parent };
  const worker = new Worker(partUrl("wire/worker.js"), {
    workerData: start,
    transferList: [questions],
  });
  worker.once("error", (error) => {
    logLine(error.stack ?? error.message);
    process.kill(process.pid, "SIGKILL");
  });
  return { worker, ask: createAskWorker(asking, flag) };
}

/** The one line of a pool. */
async function handedOver(): Promise<Connection> {
  await load("process/open-realm.js");
  const lines = createInterface({ input: process.stdin });
  const line = await new Promise<string | undefined>((resolve) => {
    lines.once("line", resolve).once("close", () => resolve(undefined));
  });
  // The pool has gone.
  if (line === undefined) return exit(0);
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
  // By its name: a packed part has a class of its own.
  if (!(error instanceof Error) || error.name !== "ConnectionError") throw error;
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
  process.stderr.write(`${error.message}${cause}\n`);
  exit(1);
}
