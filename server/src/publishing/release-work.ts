/**
 * The server's end of the process that opens data files: started with the first task, ended when it has had nothing to do for a while.
 * A process and not a thread: its memory has a bound that holds for all of it, it can be ended at any moment, and the lock on the
 * published folder, which names a process, goes with it.
 */
import { AppError } from "@data-surgery/contract";
import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ReleaseReply, ReleaseRequest } from "./release-process.js";
import type { ReleaseResult, ReleaseTask } from "./release-tasks.js";

export interface ReleaseWork extends AsyncDisposable {
  /** @throws AppError `publishing.not-readable` with what is wrong in words, `publishing.too-heavy`, `publishing.busy`, `publishing.disk-full` */
  run<Task extends ReleaseTask>(task: Task, tell: (step: string) => void): Promise<ReleaseResult<Task["type"]>>;
}

export interface ReleaseWorkOptions {
  /** Of the process's heap, in MB. */
  readonly memory?: number;
  /** Longest a task may take, in milliseconds. */
  readonly longest?: number;
}

interface Waiting {
  readonly answer: PromiseWithResolvers<unknown>;
  readonly tell: (step: string) => void;
  readonly timer: NodeJS.Timeout;
}

const restAfter = 60_000;

export function openReleaseWork({ memory = 1536, longest = 5 * 60_000 }: ReleaseWorkOptions = {}): ReleaseWork {
  return new ReleaseProcess(memory, longest);
}

class ReleaseProcess implements ReleaseWork {
  readonly #memory: number;
  readonly #longest: number;
  #child: ChildProcess | undefined;
  #resting: NodeJS.Timeout | undefined;
  #ids = 0;
  readonly #waiting = new Map<number, Waiting>();

  constructor(memory: number, longest: number) {
    this.#memory = memory;
    this.#longest = longest;
  }

  run<Task extends ReleaseTask>(task: Task, tell: (step: string) => void): Promise<ReleaseResult<Task["type"]>> {
    clearTimeout(this.#resting);
    const id = ++this.#ids;
    const answer = Promise.withResolvers<unknown>();
    const child = (this.#child ??= this.#start());
    const timer = setTimeout(() => child.kill("SIGKILL"), this.#longest);
    timer.unref();
    this.#waiting.set(id, { answer, tell, timer });
    child.send({ id, task } satisfies ReleaseRequest);
    return answer.promise as Promise<ReleaseResult<Task["type"]>>;
  }

  #start(): ChildProcess {
    const child = fork(processFile(), [], {
      execArgv: [`--max-old-space-size=${this.#memory}`],
      // Passwords of the database and of the mail server are not for a process that opens strangers' files.
      env: { PATH: process.env["PATH"], TMPDIR: process.env["TMPDIR"], TEMP: process.env["TEMP"], TZ: "UTC" },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    child.on("message", (reply: ReleaseReply) => this.#hear(reply));
    child.on("error", () => this.#fail(child));
    child.on("exit", () => this.#fail(child));
    return child;
  }

  #hear(reply: ReleaseReply): void {
    const waiting = this.#waiting.get(reply.id);
    if (waiting === undefined) return;
    if ("step" in reply) {
      waiting.tell(reply.step);
      return;
    }
    this.#waiting.delete(reply.id);
    clearTimeout(waiting.timer);
    if ("error" in reply) waiting.answer.reject(errorOf(reply.error, reply.code));
    else waiting.answer.resolve(reply.result);
    if (this.#waiting.size > 0) return;
    this.#resting = setTimeout(() => void this.#end(), restAfter);
    this.#resting.unref();
  }

  /** It died: of memory, of time, or of what it was given. */
  #fail(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    for (const { answer, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      answer.reject(new AppError("publishing.too-heavy"));
    }
    this.#waiting.clear();
  }

  async #end(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    this.#fail(child);
    child.kill("SIGKILL");
    await gone;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#resting);
    await this.#end();
  }
}

/** The tool's own words name folders of the server where its disk is full or busy; people there have pages. */
function errorOf(message: string, code: string | undefined): Error {
  if (code === undefined) return new Error(message);
  if (code === "disk-full") return new AppError("publishing.disk-full", {}, { cause: new Error(message) });
  if (code === "publishing-busy") return new AppError("publishing.busy", {}, { cause: new Error(message) });
  return new AppError("publishing.not-readable", { reason: message });
}

/** A process is loaded by Node itself: from the compiled tree also where tests run from sources. */
function processFile(): string {
  const here = fileURLToPath(new URL("release-process.js", import.meta.url));
  return here.replace(/([\\/])server\1src\1/, "$1server$1dist$1");
}
