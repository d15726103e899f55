/**
 * The checker's own thread: it talks with the compiler's process, so that neither loading the interface nor waiting for an answer
 * nor anything that learners do to `Map` or `JSON` concerns the other. The compiler ends when its standard input does, so it
 * ends with this thread, however that ends.
 */
import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { createRequire } from "node:module";
import { setPriority } from "node:os";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import type { Answers, CheckerData, FromChecker, Question, ToChecker } from "./checker-messages.js";
import { findTypescript } from "./find-typescript.js";
import { openTypeService, type TypeService } from "./type-service.js";

const port = parentPort;
if (port === null) throw new Error("The checker's thread has to be started as a thread.");
const { folder } = workerData as CheckerData;
const send = (message: FromChecker): void => port.postMessage(message);

/** The interface keeps its process to itself; Node tells of every process that is started in this thread. */
const politeness = 10;
let compiler: ChildProcess | undefined;
let closing = false;
subscribe("child_process", (message) => {
  compiler = (message as { process: ChildProcess }).process;
  compiler.once("spawn", () => {
    yieldTo(compiler?.pid ?? 0);
    send({ type: "started", pid: compiler?.pid ?? 0 });
  });
  compiler.once("exit", (code, signal) => {
    if (!closing) send({ type: "died", message: `The compiler ended (${signal ?? code}).` });
  });
});

/** A cell that runs goes before its check. On other systems a thread has no priority of its own to give. */
function yieldTo(pid: number): void {
  try {
    setPriority(pid, politeness);
    if (process.platform === "linux") setPriority(0, politeness);
  } catch {
    // Then they share.
  }
}

let service: Promise<TypeService | undefined> | undefined;
const forgotten = new Set<number>();
let work: Promise<void> = Promise.resolve();

port.on("message", (message: ToChecker) => {
  if (message.type === "forget") forgotten.add(message.id);
  else work = work.then(() => perform(message));
});

async function perform(message: Exclude<ToChecker, { type: "forget" }>): Promise<void> {
  service ??= start();
  const types = await service;
  if (message.type === "close") {
    closing = true;
    await types?.close();
    port?.close();
  } else if (message.type === "add") types?.addCell(message.source);
  else if (!forgotten.delete(message.id) && types !== undefined) await reply(message, types);
}

async function start(): Promise<TypeService | undefined> {
  const found = findTypescript();
  try {
    if (found.type === "found") return await openTypeService(await found.load(), folder, ownPackages());
    send(found);
  } catch (error) {
    send({ type: "missing", message: `TypeScript's checker could not be started: ${reason(error)}.` });
  }
  return undefined;
}

async function reply(question: Question, types: TypeService): Promise<void> {
  try {
    send({ type: "answer", id: question.id, value: await answer(question, types) });
  } catch (error) {
    send({ type: "failed", id: question.id, message: reason(error) });
  }
}

function answer({ type, source, offset }: Question, types: TypeService): Promise<Answers[keyof Answers]> {
  if (type === "check") return types.check(source);
  return type === "complete" ? types.complete(source, offset) : types.inspect(source, offset);
}

/** The folder that holds the `node_modules` with TypeScript and our packages. */
function ownPackages(): string {
  return join(createRequire(import.meta.url).resolve("typescript/package.json"), "..", "..", "..");
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
