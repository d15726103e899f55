/**
 * npm run bench:grading: how long a check takes through the real server, sixty of them at once, how soon the trainer's board knows,
 * and how many notebooks a second `surgery grade` does, beside nbgrader on the same small lesson. --json ends with one JSON line;
 * --quick takes fewer rounds. PYTHON names the Python that has nbgrader.
 */
import type { CheckResult } from "@data-surgery/contract";
import { parseLesson, releaseLesson, type Lesson } from "@data-surgery/grading";
import { renderNotebook, type Notebook } from "@data-surgery/jupyter";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startServer, type RunningServer } from "../test/support/running-server.ts";
import { measureNbgrader } from "./grading-peer.ts";
import { joinAs, type Member } from "./member.ts";
import { median, percentile, renderTable } from "./statistics.ts";

const root = join(import.meta.dirname, "..");
const flags = new Set(process.argv.slice(2));
const quick = flags.has("--quick");
const cores = availableParallelism();
const people = 60;

async function lessonAt(folder: string, name: string): Promise<Lesson> {
  const parsed = parseLesson(name, await readFile(join(folder, name, `${name}.ipynb`), "utf8"));
  if (parsed.type === "broken") throw new Error(JSON.stringify(parsed.faults));
  return parsed.lesson;
}

/** The learner's copy with the right answers in it. */
function solved(lesson: Lesson): Notebook {
  const released = releaseLesson(lesson);
  if (released.type === "leaks") throw new Error("The lesson leaks.");
  const solutions = new Map(lesson.exercises.map(({ cellId, solution }) => [cellId, solution]));
  const cells = released.notebook.cells.map((cell) => ({ ...cell, source: solutions.get(cell.id) ?? cell.source }));
  return { ...released.notebook, cells };
}

interface Learner {
  readonly member: Member;
  readonly path: string;
}

async function post(server: RunningServer, member: Member, path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(server.url + path, {
    method: "POST",
    headers: member.headers,
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

async function sitDown(server: RunningServer, lesson: Lesson, index: number): Promise<Learner> {
  const member = await joinAs(server, `Bench ${index + 1}`);
  const { path } = (await post(server, member, `/api/lessons/${lesson.id}/open`, {})) as { path: string };
  await writeFile(join(server.data, "files", path), renderNotebook(solved(lesson)));
  return { member, path };
}

/** @returns milliseconds */
async function check(server: RunningServer, { member, path }: Learner, lesson: Lesson, turn: number): Promise<number> {
  const exercises = lesson.exercises.filter(({ type }) => type === "code");
  const exercise = exercises[turn % exercises.length];
  if (exercise === undefined) throw new Error("The lesson has no exercise.");
  const started = performance.now();
  const address = `/api/lessons/${lesson.id}/exercises/${exercise.id}/check`;
  const result = (await post(server, member, address, { path })) as CheckResult;
  if (result.type !== "pass") throw new Error(`A right answer got “${result.type}”: ${result.message}`);
  return performance.now() - started;
}

/** The trainer's board as it comes; `next` resolves at its next event. */
interface BoardListener extends Disposable {
  next(): Promise<number>;
}

async function listen(server: RunningServer): Promise<BoardListener> {
  const { pathname } = new URL(server.trainerUrl);
  const entered = await fetch(server.url + pathname, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams(),
    headers: { origin: server.url },
  });
  const cookie = entered.headers.get("set-cookie")?.split(";")[0];
  if (cookie === undefined) throw new Error(`The trainer's link answered ${entered.status}.`);
  const stop = new AbortController();
  const stream = await fetch(`${server.url}/api/board/stream`, { headers: { cookie }, signal: stop.signal });
  if (stream.body === null) throw new Error("The board has no stream.");
  const waiting: ((at: number) => void)[] = [];
  const read = async (body: ReadableStream<Uint8Array>): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      if (!decoder.decode(chunk, { stream: true }).includes("event: board")) continue;
      for (const tell of waiting.splice(0)) tell(performance.now());
    }
  };
  read(stream.body).catch(() => undefined);
  return {
    next: () => new Promise((resolve) => waiting.push(resolve)),
    [Symbol.dispose]: () => stop.abort(),
  };
}

interface ServerFigures {
  readonly checkP50Ms: number;
  readonly checkP95Ms: number;
  readonly sixtyAtOnceS: number;
  readonly slowestOfSixtyS: number;
  readonly boardMs: number;
}

async function measureServer(): Promise<ServerFigures> {
  const lesson = await lessonAt(join(root, "notebooks"), "first-look");
  await using server = await startServer();
  const learners: Learner[] = [];
  for (let index = 0; index < people; index++) learners.push(await sitDown(server, lesson, index));
  await delay(2000);
  const alone: number[] = [];
  const board: number[] = [];
  {
    using listener = await listen(server);
    // The first event is the board as it is.
    await delay(300);
    for (const [turn, learner] of learners.slice(0, quick ? 20 : people).entries()) {
      const seen = listener.next();
      alone.push(await check(server, learner, lesson, turn));
      const answered = performance.now();
      board.push(Math.max(0, (await seen) - answered));
      // Somebody reads the result before the next one asks; the pool fills up meanwhile.
      await delay(500);
    }
  }
  const started = performance.now();
  const together = await Promise.all(learners.map((learner, turn) => check(server, learner, lesson, turn)));
  return {
    checkP50Ms: median(alone),
    checkP95Ms: percentile(alone, 95),
    sixtyAtOnceS: (performance.now() - started) / 1000,
    slowestOfSixtyS: Math.max(...together) / 1000,
    boardMs: percentile(board, 95),
  };
}

/** Notebooks a second of the real command, its start included. */
async function measureBatch(count: number): Promise<number> {
  const fixtures = join(root, "packages", "grading", "fixtures", "format-1");
  const lesson = await lessonAt(fixtures, "tiny");
  const folder = await mkdtemp(join(tmpdir(), "surgery-batch-"));
  try {
    await mkdir(join(folder, "in"));
    const text = renderNotebook(solved(lesson));
    for (let n = 0; n < count; n++) await writeFile(join(folder, "in", `learner-${n}.ipynb`), text);
    const command = [join(root, "packages/cli/bin/surgery.js"), "grade", join(fixtures, "tiny"), join(folder, "in")];
    const started = performance.now();
    const child = spawn(process.execPath, command, { stdio: ["ignore", "ignore", "pipe"] });
    child.stderr.resume();
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) throw new Error(`surgery grade ended with ${code}.`);
    return count / ((performance.now() - started) / 1000);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

process.stderr.write("Measuring; this takes some minutes.\n");
const [load = 0] = loadavg();
const figures = await measureServer();
const notebooksPerS = await measureBatch(quick ? 20 : 60);
const nbgraderNotebooksPerS = await measureNbgrader(process.env["PYTHON"] ?? "python3", quick ? 4 : 10);
const onEight = (notebooksPerS * 8) / cores;
process.stdout.write(
  `${renderTable([
    { what: "check, pool warm, p50", value: figures.checkP50Ms, unit: "ms", target: 300 },
    { what: "check, pool warm, p95", value: figures.checkP95Ms, unit: "ms", target: 800 },
    {
      what: "60 checks by 60 people at once",
      value: figures.sixtyAtOnceS,
      unit: "s",
      target: 60,
      note: `the last one waited ${figures.slowestOfSixtyS.toFixed(1)} s`,
    },
    { what: "from a check's answer to the board, p95", value: figures.boardMs, unit: "ms", target: 1000 },
    {
      what: "a small notebook graded in",
      value: 1000 / notebooksPerS,
      unit: "ms",
      note: `${notebooksPerS.toFixed(1)} a second on ${cores} cores`,
    },
    {
      what: "the same on 8 cores, by extrapolation",
      value: 1000 / onEight,
      unit: "ms",
      target: 50,
      note: `${onEight.toFixed(1)} a second (at least 20), if it grows with the cores`,
    },
    ...(nbgraderNotebooksPerS === null
      ? []
      : [
          {
            what: "nbgrader, the same notebook in Python",
            value: 1000 / nbgraderNotebooksPerS,
            unit: "ms",
            note: `${nbgraderNotebooksPerS.toFixed(2)} a second; ours is ${(notebooksPerS / nbgraderNotebooksPerS).toFixed(1)} times as fast`,
          },
        ]),
  ])}\n`,
);
if (nbgraderNotebooksPerS === null)
  process.stdout.write("nbgrader was not there to compare with (PYTHON names a Python that has it).\n");
if (load > cores) {
  const others = `Others used this computer too (load ${load.toFixed(0)} on ${cores} cores before the first check)`;
  process.stdout.write(`${others}: times are longer than they are alone.\n`);
}
if (flags.has("--json")) {
  const rounded = (value: number): number => Math.round(value * 100) / 100;
  process.stdout.write(
    `${JSON.stringify({
      checkP50Ms: rounded(figures.checkP50Ms),
      checkP95Ms: rounded(figures.checkP95Ms),
      sixtyAtOnceS: rounded(figures.sixtyAtOnceS),
      notebooksPerS: rounded(notebooksPerS),
      nbgraderNotebooksPerS: nbgraderNotebooksPerS === null ? null : rounded(nbgraderNotebooksPerS),
    })}\n`,
  );
}
