/**
 * The worker: protocol, queue, compiler, control, heartbeat. The learner's code is on the main thread and can't hold it up.
 */
import { parentPort, Worker, workerData, type MessagePort } from "node:worker_threads";
import { randomUUID } from "node:crypto";
import { createKernel, type Kernel } from "../../core/session/kernel.js";
import { warmCompiler } from "../../core/session/execute.js";
import type { JupyterMessage } from "@data-surgery/jupyter/message";
import type { Route } from "../../core/session/kernel-host.js";
import type { RealmListener } from "../../core/session/realm.js";
import type { TypeMode } from "../../core/assist/type-checker.js";
import type { Connection } from "../connection.js";
import { createSessionChecker, openChecker, type Checker } from "../checker/index.js";
import { logLine } from "../log-line.js";
import { platformName } from "../platform-name.js";
import type { Question, ToMain, ToWorker, WorkerStart } from "../thread-messages.js";
import { createMainThread, type MainThread } from "./main-thread.js";
import { openSockets, type Sockets } from "./sockets.js";

const main = parentPort as MessagePort;
const { questions, flag, version, isEarly, parent } = workerData as WorkerStart;
const post = (message: ToMain): void => main.postMessage(message);

/** The first cell waits so long, at most, for somebody who hears what it prints. */
const audiencePatience = 200;
const exitPatience = 400;

let kernel: Kernel | undefined;
let checker: Checker | undefined;
let sockets: Sockets | undefined;
let listener: RealmListener | undefined;
const early: (readonly Uint8Array[])[] = [];
const audience = Promise.withResolvers<void>();

const mainThread: MainThread = createMainThread(main, () => {
  if (listener === undefined) throw new Error("The kernel is not open yet.");
  return listener;
});

function end(code: number): void {
  const leave = async (): Promise<void> => {
    void checker?.[Symbol.asyncDispose]();
    await sockets?.close();
    // Time for the last replies to leave; then also a process whose main thread is in a loop must end.
    setTimeout(() => process.kill(process.pid, "SIGKILL"), exitPatience);
    post({ type: "exit", code });
  };
  void leave();
}

const parentEvery = 1000;

/** Whoever was killed can't shut us down. Here, because a cell in a loop would never let the main thread look. */
function endWithParent(pid: number): void {
  const looking = setInterval(() => {
    if (process.ppid === pid) return;
    clearInterval(looking);
    end(0);
  }, parentEvery);
  looking.unref();
}

async function connect(connection: Connection, types: TypeMode): Promise<void> {
  sockets = await openSockets({
    connection,
    log: logLine,
    receive: (message: JupyterMessage, route: Route) => kernel?.receive(message, route),
    sendShell: (frames) => post({ type: "shell", frames }),
    onAudience: (topic) => {
      welcome(topic);
      audience.resolve();
    },
  });
  const ports = Object.entries(connection).filter((entry): entry is [string, number] => entry[0].endsWith("_port"));
  checker = openChecker({ folder: process.cwd(), onError: (error) => logLine(error.message) });
  kernel = createKernel({
    version,
    types: { checker: createSessionChecker(checker), mode: types },
    platform: platformName(),
    ports: Object.fromEntries(ports),
    now: Date.now,
    createId: randomUUID,
    send: (message, route) => sockets?.send(message, route),
    openRealm: (opened) => {
      listener = opened;
      return { ...mainThread, run: (request) => (watchSignals(), mainThread.run(request)) };
    },
    audience: () => {
      setTimeout(() => audience.resolve(), audiencePatience);
      return audience.promise;
    },
    quiet: (gap) => mainThread.quiet(gap),
    shutdown: () => end(0),
    log: logLine,
  });
  for (const frames of early) sockets.receiveShell(frames);
  early.length = 0;
  await warmCompiler();
}

/** A thread takes as long to start as a kernel; the first cell shall not share the processor with it. */
const watchAfter = 100;
let isWatching = false;

/** From the first cell on: until then the main thread hears signals itself, and most kernels are stopped by messages. */
function watchSignals(): void {
  if (isWatching) return;
  isWatching = true;
  setTimeout(startWatching, watchAfter).unref();
}

function startWatching(): void {
  const watch = new Worker(new URL("./signal-watch.js", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 },
  });
  watch.on("message", () => void kernel?.interrupt());
  watch.on("error", (error) => logLine(`Signals are heard only between cells: ${error.message}`));
  watch.unref();
}

/** JEP 65: whoever has just subscribed learns that from now on nothing is missed. */
function welcome(topic: string): void {
  const header = {
    msg_id: randomUUID(),
    msg_type: "iopub_welcome",
    session: "",
    username: "kernel",
    date: new Date().toISOString(),
    version: "5.4",
  };
  const content = { subscription: topic };
  sockets?.send({ channel: "iopub", header, parent_header: {}, metadata: {}, content, buffers: [] }, []);
}

async function answer(question: Question): Promise<unknown> {
  switch (question.type) {
    case "input":
      return listener?.askInput(question.run, question.prompt, question.password);
    case "position":
      return mainThread.position(question.name, question.line, question.column);
    case "module": {
      const { compileModule } = await import("../../core/compile/compile-module.js");
      return compileModule(question.path, question.source);
    }
    default:
      return question satisfies never;
  }
}

questions.on("message", (question: Question) => {
  const tell = (value: unknown): void => {
    questions.postMessage(value);
    const answered = new Int32Array(flag);
    Atomics.add(answered, 0, 1);
    Atomics.notify(answered, 0);
  };
  void answer(question)
    .catch((error: unknown) => ({ error: String(error) }))
    .then(tell);
});

main.on("message", (message: ToWorker) => {
  switch (message.type) {
    case "connect":
      connect(message.connection, message.types).catch((error: unknown) => {
        logLine(`The kernel can't start: ${error instanceof Error ? error.message : String(error)}`);
        end(1);
      });
      break;
    case "shell":
      if (kernel === undefined) early.push(message.frames);
      else sockets?.receiveShell(message.frames);
      break;
    case "answered":
      // Nobody hears iopub yet; whoever comes first may be the one who waits for it.
      void audience.promise.then(() => kernel?.answered(message.message));
      break;
    case "signal":
      void kernel?.interrupt();
      break;
    default:
      mainThread.take(message);
  }
});

if (isEarly) void warmCompiler();
if (parent !== undefined) endWithParent(parent);
