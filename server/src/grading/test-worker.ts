/**
 * Runs an author's test code in a thread of its own, so that it can be stopped. It holds the expectations; what it asks for
 * comes from the learner's process as plain values, by way of the server. One task, then the thread ends.
 * Imports only packages and Node: it is started as a file, from source as well as from dist.
 */
import { readChart, type ChartFacts } from "@data-surgery/grading/chart-facts";
import { equal, near, sameRows, sameTable } from "@data-surgery/grading/compare";
import { createGenerate } from "@data-surgery/grading/generate";
import { parentPort } from "node:worker_threads";
import type {
  FromTestWorker,
  notAChart,
  TestAnswer,
  TestQuestion,
  TestRecord,
  TestReport,
  TestStop,
  TestTask,
} from "./test-report.js";

class AuthorError extends Error {}

class LearnerError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

const port = parentPort;
if (port === null) throw new Error("This file is started as a worker thread.");

const open = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
let lastId = 0;

function ask(question: TestQuestion): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const id = ++lastId;
    open.set(id, { resolve, reject });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    port!.postMessage({ type: "ask", id, question } satisfies FromTestWorker);
  });
}

function receive(answer: TestAnswer): void {
  const waiting = open.get(answer.id);
  open.delete(answer.id);
  if (answer.type === "value") waiting?.resolve(answer.value);
  else waiting?.reject(new LearnerError(answer.name, answer.message));
}

type Runnable = (...args: unknown[]) => Promise<unknown>;
// oxlint-disable-next-line typescript/no-empty-function -- only its constructor is wanted
const AsyncFunction = (async () => {}).constructor as new (...parts: string[]) => Runnable;

/** What tests and misconceptions compare with. */
const comparisons = { equal, near, sameRows, sameTable };

async function runTests({ code, misconceptions, seed }: TestTask): Promise<TestReport> {
  const tests: TestRecord[] = [];
  let hidden = false;
  const names = {
    answer: answerFrom(false),
    chart: chartFrom(false),
    call: callLearner,
    withData,
    generate: createGenerate(seed),
    ...comparisons,
  };
  const test = (title: unknown, condition: unknown, message: unknown, weight: unknown = 1): void => {
    tests.push({ ...checkTest(title, condition, message, weight), hidden });
  };
  const switchHidden = (value: boolean): void => void (hidden = value);
  let stop: TestStop | undefined;
  try {
    const parameters = [...Object.keys(names), "test", "$hidden"];
    const run = new AsyncFunction(...parameters, `"use strict";${code}\n`);
    await run(...Object.values(names), test, switchHidden);
    if (tests.length === 0) throw new AuthorError("There is no test in this cell.");
  } catch (error) {
    stop = { ...stopOf(error), hidden };
  }
  const passed = stop === undefined && tests.every((one) => one.passed);
  const misconception = passed ? undefined : await firstTrue(misconceptions);
  return { tests, ...(stop === undefined ? {} : { stop }), ...(misconception === undefined ? {} : { misconception }) };
}

function checkTest(title: unknown, condition: unknown, message: unknown, weight: unknown): Omit<TestRecord, "hidden"> {
  if (typeof title !== "string" || typeof message !== "string") {
    throw new AuthorError("test(title, condition, message): title and message must be text.");
  }
  if (typeof condition !== "boolean") {
    const hint = condition instanceof Promise ? " Write await before it." : "";
    throw new AuthorError(`The condition of “${title}” is neither true nor false.${hint}`);
  }
  if (typeof weight !== "number" || !Number.isFinite(weight) || weight < 0) {
    throw new AuthorError(`The weight of “${title}” must be a number from 0 up.`);
  }
  return { title, message, passed: condition, weight };
}

/** Each answer is a copy of its own: sorting one must not change the next. */
function answerFrom(original: boolean): (expression: unknown) => Promise<unknown> {
  return (expression) => {
    if (typeof expression !== "string") throw new AuthorError("answer(name): the name must be text.");
    return ask({ type: "answer", expression, original });
  };
}

/** What a chart encodes; without a name, the one that the exercise's cell showed last. */
function chartFrom(original: boolean): (expression?: unknown) => Promise<ChartFacts> {
  return async (expression) => {
    if (expression !== undefined && typeof expression !== "string")
      throw new AuthorError("chart(name): the name must be text.");
    const which = expression === undefined ? {} : { expression };
    const facts = readChart(await ask({ type: "chart", original, ...which }));
    if (facts === undefined) throw new LearnerError("NotAChart" satisfies typeof notAChart, expression ?? "");
    return facts;
  };
}

function callLearner(name: unknown, ...args: unknown[]): Promise<unknown> {
  if (typeof name !== "string") throw new AuthorError("call(name, …): the name must be text.");
  return ask({ type: "call", name, args });
}

async function withData(files: unknown): Promise<void> {
  const isText = (value: unknown): boolean => typeof value === "string";
  if (typeof files !== "object" || files === null || !Object.values(files).every(isText)) {
    throw new AuthorError('withData({ "data/file.csv": "text" }): each file is a text.');
  }
  await ask({ type: "with-data", files: files as Record<string, string> });
}

function stopOf(error: unknown): Omit<TestStop, "hidden"> {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof LearnerError) return { by: "learner", name, message };
  const isAuthor = error instanceof AuthorError || error instanceof SyntaxError || error instanceof ReferenceError;
  return { by: isAuthor ? "author" : "data", name, message };
}

/** A misconception that can't be worked out on this answer is not the one they have. */
async function firstTrue(misconceptions: readonly string[]): Promise<number | undefined> {
  const names = { answer: answerFrom(true), chart: chartFrom(true), ...comparisons };
  for (const [index, when] of misconceptions.entries()) {
    try {
      const holds = new AsyncFunction(...Object.keys(names), `"use strict";return (${when}\n);`);
      if ((await holds(...Object.values(names))) === true) return index;
    } catch {
      continue;
    }
  }
  return undefined;
}

port.on("message", (message: TestTask | TestAnswer) => {
  if ("id" in message) {
    receive(message);
    return;
  }
  void runTests(message).then((report) => port.postMessage({ type: "done", report } satisfies FromTestWorker));
});
port.postMessage({ type: "ready" } satisfies FromTestWorker);
