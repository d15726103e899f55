/** Runs an author's tests in their thread and answers what they ask. Ends the thread whatever happens. */
import { hiddenSwitch, runnableTests, type CodeExercise } from "@data-surgery/grading";
import { transformSync } from "oxc-transform";
import { Worker } from "node:worker_threads";
import type { FromTestWorker, TestAnswer, TestQuestion, TestReport, TestTask } from "./test-report.js";

/** Answers one question of the tests. Throwing ends the check; what went wrong in learner code is an answer. */
export type AnswerTests = (question: TestQuestion) => Promise<Outcome>;

export type Outcome =
  | { readonly type: "value"; readonly value: unknown }
  | { readonly type: "error"; readonly name: string; readonly message: string };

/** The author's code itself can't be read; the lesson is to be mended. */
export class TestCodeError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "TestCodeError";
  }
}

// From source and from dist alike: the thread starts from the file beside this one.
const workerFile = new URL(import.meta.url.endsWith(".ts") ? "./test-worker.ts" : "./test-worker.js", import.meta.url);

/** All of a task but what changes from check to check. */
type TestCode = Omit<TestTask, "seed">;

const tasks = new WeakMap<CodeExercise, TestCode>();

/** @throws TestCodeError when test code or a misconception is not TypeScript */
export function testCode(exercise: CodeExercise): TestCode {
  const known = tasks.get(exercise);
  if (known !== undefined) return known;
  const task = {
    code: withoutTypes(runnableTests(exercise.test.source)),
    // An expression is read as such: in brackets.
    misconceptions: exercise.misconceptions.map(({ when }) => withoutTypes(`(${when}\n)`).replace(/;\s*$/, "")),
  };
  tasks.set(exercise, task);
  return task;
}

function withoutTypes(source: string): string {
  const { code, errors } = transformSync("tests.ts", `const ${hiddenSwitch}0 = 0;${source}`, {
    lang: "ts",
    sourceType: "module",
    target: "es2024",
  });
  const [mistake] = errors;
  if (mistake !== undefined) throw new TestCodeError(mistake.message);
  return code.replace(/^const \$hidden0 = 0;\n?/, "");
}

interface ReadyThread {
  readonly worker: Worker;
  readonly ready: Promise<void>;
}

/** Threads for test code: each is used once, and some wait already started so that a check need not. */
export class TestThreads implements AsyncDisposable {
  readonly #spares: ReadyThread[] = [];
  readonly #waiting: number;
  #closed = false;

  constructor(waiting = 1) {
    this.#waiting = waiting;
  }

  warm(): void {
    while (!this.#closed && this.#spares.length < this.#waiting) this.#spares.push(startThread());
  }

  /** @throws the signal's reason when the time is up, TestCodeError when the tests can't be run */
  async run(task: TestTask, answer: AnswerTests, signal: AbortSignal): Promise<TestReport> {
    signal.throwIfAborted();
    const { worker, ready } = this.#spares.shift() ?? startThread();
    worker.ref();
    try {
      await ready;
      return await converse(worker, task, answer, signal);
    } finally {
      await worker.terminate();
      this.warm();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#spares.splice(0).map(({ worker }) => worker.terminate()));
  }
}

function startThread(): ReadyThread {
  const worker = new Worker(workerFile, {
    // Node's own flags for the server are not the tests' business.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 128 },
    stdout: true,
    stderr: true,
  });
  // A thread that waits keeps no process alive.
  worker.unref();
  const ready = new Promise<void>((resolve, reject) => {
    worker.once("message", () => resolve());
    worker.once("error", (cause: unknown) => reject(new TestCodeError("The tests could not start.", { cause })));
    worker.once("exit", () => reject(new TestCodeError("The tests could not start.")));
  });
  // Whoever takes the thread hears of it.
  ready.catch(() => undefined);
  return { worker, ready };
}

function converse(worker: Worker, task: TestTask, answer: AnswerTests, signal: AbortSignal): Promise<TestReport> {
  return new Promise((resolve, reject) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    const post = (message: TestTask | TestAnswer): void => worker.postMessage(message);
    worker.on("message", (message: FromTestWorker) => {
      if (message.type === "done") resolve(message.report);
      else if (message.type === "ask") {
        answer(message.question).then((outcome) => post({ id: message.id, ...outcome }), reject);
      }
    });
    worker.once("error", (cause: unknown) => reject(new TestCodeError("The tests stopped.", { cause })));
    worker.once("exit", () => reject(new TestCodeError("The tests ended before they were done.")));
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    post(task);
  });
}
