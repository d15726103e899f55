/**
 * TypeScript's native compiler as a process that answers questions: JSON-RPC over its standard input and output, each message after a
 * `Content-Length` line. The package has a client for this, `typescript/unstable/async`; it costs 25 MB and 80 ms in each
 * kernel, leaves questions open for ever when the process dies, and keeps the process to itself. What we need of it is here.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Socket } from "node:net";
import type { FileAnswers } from "./notebook-files.js";

export interface CompilerProcess {
  readonly pid: number | undefined;
  /** @throws Error when the compiler refuses, or has ended */
  ask<Answer>(method: string, parameters: object | null): Promise<Answer>;
  /** Lets it end by itself, and resolves when it has. */
  close(): Promise<void>;
  kill(): void;
}

export interface CompilerOptions {
  readonly executable: string;
  readonly folder: string;
  readonly files: FileAnswers;
  /** It has ended, or could not be started, and nobody had asked for that. */
  readonly onEnd: (reason: string) => void;
}

interface Incoming {
  readonly id?: number | string | null;
  /** What the compiler asks us: one of `FileAnswers`. */
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message?: string };
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

const head = "Content-Length: ";
const afterHead = "\r\n\r\n";
/** Less memory for a little more time in collecting it: many notebooks share a machine. */
const environment = { ...process.env, GOGC: "50" };

/**
 * The compiler ends when its input does, except while it waits for one of our answers about files: then it would outlive a kernel
 * that is killed just then, for ever. So a shell waits beside it for the end of a fourth pipe, which ends with us whatever
 * happens, and kills it. The pid goes the other way. Windows ends our processes with us by itself.
 * A cell that runs goes before its check, so the compiler is polite, with all its threads.
 */
const guard =
  'exec 4<&0; polite=$(command -v nice); ${polite:+"$polite" -n 10} "$0" "$@" <&4 3<&- 4<&- & child=$!; echo $child >&3; exec 0<&- 1>&- 4<&-; read -r _ <&3; kill -9 $child';
const shell = "/bin/sh";

export function startCompiler({ executable, folder, files, onEnd }: CompilerOptions): CompilerProcess {
  const order = [executable, "--api", "--async", "--cwd", folder, `--callbacks=${Object.keys(files).join(",")}`];
  const [program = "", ...rest] = existsSync(shell) ? [shell, "-c", guard, ...order] : order;
  const child = spawn(program, rest, { cwd: folder, env: environment, stdio: ["pipe", "pipe", "ignore", "pipe"] });
  const [input, output, , lifeline] = child.stdio as unknown as [Socket, Socket, null, Socket];
  const waiting = new Map<number, Waiting>();
  const ended = Promise.withResolvers<void>();
  let pid = program === shell ? undefined : child.pid;
  let isClosing = false;
  let isOver = false;
  let last = 0;

  const end = (reason: string): void => {
    if (isOver) return;
    isOver = true;
    lifeline.destroy();
    for (const { reject } of waiting.values()) reject(new Error(reason));
    waiting.clear();
    ended.resolve();
    if (!isClosing) onEnd(reason);
  };
  child.once("error", (error) => end(`The compiler could not be started: ${error.message}`));
  output.once("close", () => end("The compiler ended."));
  lifeline.once("data", (text: Buffer) => (pid = Number(String(text))));
  // It ends while we write to it: its output says so.
  for (const pipe of [input, output, lifeline]) pipe.on("error", () => undefined);
  // A process that waits for no answer may end; the compiler's input ends with it, and so does the compiler.
  for (const one of [child, input, output, lifeline]) one.unref();

  const send = (message: object): void => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    input.write(Buffer.concat([Buffer.from(`${head}${body.length}${afterHead}`), body]));
  };
  const take = ({ id, method, params, result, error }: Incoming): void => {
    if (method !== undefined) {
      if (id !== undefined) send({ id, result: fileAnswer(files, method, params) });
      return;
    }
    const one = waiting.get(Number(id));
    waiting.delete(Number(id));
    if (waiting.size === 0) output.unref();
    if (error === undefined) one?.resolve(result as never);
    else one?.reject(new Error(error.message ?? "The compiler refused."));
  };
  output.on("data", messagesIn(take));

  return {
    get pid() {
      return pid;
    },
    ask: (method, parameters) =>
      new Promise((resolve, reject) => {
        if (isOver) {
          reject(new Error("The compiler has ended."));
          return;
        }
        const id = ++last;
        waiting.set(id, { resolve, reject });
        output.ref();
        send({ id, method, params: parameters ?? [null] });
      }),
    close: () => {
      isClosing = true;
      output.ref();
      input.end();
      return ended.promise;
    },
    kill: () => {
      isClosing = true;
      if (program === shell) lifeline.destroy();
      else child.kill("SIGKILL");
    },
  };
}

/** Null means: not known to us, look on the disk. */
function fileAnswer(files: FileAnswers, method: string, params: unknown): unknown {
  const path = String(Array.isArray(params) ? params[0] : params);
  if (method === "readFile") {
    const content = files.readFile(path);
    return content === undefined ? null : { content };
  }
  if (method === "fileExists" || method === "directoryExists" || method === "realpath")
    return files[method](path) ?? null;
  return null;
}

/** Cuts what comes into messages, however it was cut on its way. */
function messagesIn(take: (message: Incoming) => void): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let size = 0;
  /** Length of the message that is coming in, with its head; unknown until the head is there. */
  let wanted: number | undefined;
  return (chunk) => {
    parts.push(chunk);
    size += chunk.length;
    while (size >= (wanted ?? 1)) {
      const bytes = parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts);
      parts = [bytes];
      const bodyAt = bytes.indexOf(afterHead) + afterHead.length;
      if (bodyAt < afterHead.length) return;
      const length = Number(/Content-Length: (\d+)/i.exec(bytes.toString("latin1", 0, bodyAt))?.[1]);
      wanted = bodyAt + length;
      if (size < wanted) return;
      const body = bytes.toString("utf8", bodyAt, wanted);
      parts = [bytes.subarray(wanted)];
      size -= wanted;
      wanted = undefined;
      take(JSON.parse(body) as Incoming);
    }
  };
}
