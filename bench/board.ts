/**
 * npm run bench:board: 150 learners, 5 checks a second, two trainers' pages that behave as the board's script does. How long from a
 * check that is recorded to the news of it on the trainers' stream and to the part of the board that shows it, and what that costs the
 * server's process (kernels and check runners are processes of their own and not counted). --quick measures for a shorter time.
 */
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { startServer, type RunningServer } from "../test/support/running-server.ts";
import { joinAs, type Member } from "./member.ts";
import { median, percentile, renderTable } from "./statistics.ts";

const learners = 150;
const checksPerSecond = 5;
const seconds = process.argv.includes("--quick") ? 10 : 30;
/** As server/browser/src/board.ts waits between two looks. */
const shortestGapMs = 700;

interface Learner {
  readonly member: Member;
  readonly lesson: string;
  readonly exercises: readonly string[];
  readonly path: string;
}

/** A trainer's page: hears the stream, and asks for the changing part no more often than the page does. */
class BoardPage {
  readonly news: number[] = [];
  readonly shown: { readonly asked: number; readonly there: number; readonly bytes: number }[] = [];
  readonly #url: string;
  readonly #cookie: string;
  readonly #gone = new AbortController();
  #due: NodeJS.Timeout | undefined;
  #lastAt = 0;

  constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  async open(): Promise<void> {
    const { body } = await fetch(`${this.#url}/api/board/stream`, {
      headers: { cookie: this.#cookie },
      signal: this.#gone.signal,
    });
    if (body === null) throw new Error("The board's stream has no body.");
    void this.#hear(body);
  }

  close(): void {
    this.#gone.abort();
    clearTimeout(this.#due);
  }

  async #hear(body: ReadableStream<Uint8Array>): Promise<void> {
    try {
      for await (const text of body.pipeThrough(new TextDecoderStream())) {
        if (!text.includes("event: board")) continue;
        this.news.push(performance.now());
        this.#due ??= setTimeout(
          () => {
            this.#look().catch((error: unknown) => this.#fail(error));
          },
          Math.max(0, this.#lastAt + shortestGapMs - performance.now()),
        );
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (!this.#gone.signal.aborted) throw error;
  }

  async #look(): Promise<void> {
    this.#due = undefined;
    const asked = performance.now();
    this.#lastAt = asked;
    const response = await fetch(`${this.#url}/board/now`, {
      headers: { cookie: this.#cookie },
      signal: this.#gone.signal,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The board answered ${response.status}.`);
    this.shown.push({ asked, there: performance.now(), bytes: text.length });
  }
}

async function enter(server: RunningServer): Promise<string> {
  const path = new URL(server.trainerUrl).pathname;
  const entered = await fetch(server.url + path, {
    method: "POST",
    redirect: "manual",
    headers: { origin: server.url, "content-type": "application/x-www-form-urlencoded" },
  });
  const cookie = entered.headers.get("set-cookie")?.split(";")[0];
  if (cookie === undefined) throw new Error(`The trainer's link answered ${entered.status}.`);
  return cookie;
}

async function openLearner(server: RunningServer, at: number): Promise<Learner> {
  const member = await joinAs(server, `Bench learner ${at + 1}`);
  const lessons = (await (await member.get("/api/lessons")).json()) as { id: string; exercises: { id: string }[] }[];
  const lesson = lessons[at % 2];
  if (lesson === undefined) throw new Error("There are no lessons.");
  const opened = await fetch(`${server.url}/api/lessons/${lesson.id}/open`, {
    method: "POST",
    headers: member.headers,
    body: "{}",
  });
  const { path } = (await opened.json()) as { path: string };
  return { member, lesson: lesson.id, exercises: lesson.exercises.map(({ id }) => id), path };
}

/** Seconds of processor that the server's own process has used. */
async function processorSeconds(server: RunningServer): Promise<number> {
  const stat = await readFile(`/proc/${server.pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** When a check was recorded, as far as its sender knows: when the answer to it had come. */
async function check(server: RunningServer, learner: Learner, exercise: string): Promise<number> {
  const response = await fetch(`${server.url}/api/lessons/${learner.lesson}/exercises/${exercise}/check`, {
    method: "POST",
    headers: learner.member.headers,
    body: JSON.stringify({ path: learner.path }),
  });
  if (!response.ok) throw new Error(`A check answered ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
  return performance.now();
}

process.stderr.write(`Measuring; ${learners} join first.\n`);
await using server = await startServer();
const cookie = await enter(server);
const people: Learner[] = [];
for (let at = 0; at < learners; at += 5) {
  people.push(...(await Promise.all(Array.from({ length: 5 }, (_, more) => openLearner(server, at + more)))));
}
const pages = [new BoardPage(server.url, cookie), new BoardPage(server.url, cookie)];
for (const page of pages) await page.open();
await delay(3000);
const quietFrom = await processorSeconds(server);
await delay(5000);
const quiet = (await processorSeconds(server)) - quietFrom;

const began = performance.now();
const usedBefore = await processorSeconds(server);
const recorded: number[] = [];
const running: Promise<void>[] = [];
for (let sent = 0; sent < seconds * checksPerSecond; sent += 1) {
  await delay(Math.max(0, began + (sent * 1000) / checksPerSecond - performance.now()));
  const learner = people[(sent * 37) % people.length];
  const exercise = learner?.exercises[sent % learner.exercises.length];
  if (learner === undefined || exercise === undefined) continue;
  running.push(check(server, learner, exercise).then((at) => void recorded.push(at)));
}
await Promise.all(running);
const took = (performance.now() - began) / 1000;
const used = (await processorSeconds(server)) - usedBefore;
await delay(2500);
for (const page of pages) page.close();

const after = (times: readonly number[], at: number): number[] => {
  const next = times.find((time) => time >= at);
  return next === undefined ? [] : [next - at];
};
const heard = pages.flatMap((page) => recorded.flatMap((at) => after(page.news, at)));
const shown = pages.flatMap((page) =>
  recorded.flatMap((at) => {
    const look = page.shown.find(({ asked }) => asked >= at);
    return look === undefined ? [] : [look.there - at];
  }),
);
const bytes = pages.flatMap((page) => page.shown.map((look) => look.bytes));
process.stdout.write(
  `${renderTable([
    {
      what: "check recorded → heard on the stream, p95",
      value: percentile(heard, 95),
      unit: "ms",
      target: 1000,
      note: `p50 ${median(heard).toFixed(0)} ms, ${heard.length} of ${recorded.length * pages.length}`,
    },
    {
      what: "check recorded → on the board, p95",
      value: percentile(shown, 95),
      unit: "ms",
      target: 1000,
      note: `p50 ${median(shown).toFixed(0)} ms, ${(median(bytes) / 1024).toFixed(0)} KB each time`,
    },
    {
      what: "server's process, of one core",
      value: (used / took) * 100,
      unit: "%",
      target: 30,
      note: `${recorded.length} checks in ${took.toFixed(1)} s; without checks ${((quiet / 5) * 100).toFixed(0)} %`,
    },
  ])}\n`,
);
