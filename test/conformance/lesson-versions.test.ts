/** A lesson that is mended between two evenings, and a lesson that goes home and comes back: with the whole server. */
import type { RunningServer } from "@data-surgery/server";
import type { BringBackReply, ExplainedLesson, LessonGuide, UpdateReply } from "@data-surgery/contract";
import type { Notebook } from "@data-surgery/jupyter";
import { expect, test } from "vitest";
import { joined, type Joined } from "../support/composed.js";
import { openSchool } from "../support/school.js";

const lesson = "first-look";
const exercise = "ex-count-countries";

class Learner {
  readonly people: Joined;
  readonly cookie: string;
  readonly path: string;

  constructor(people: Joined, cookie: string, path: string) {
    this.people = people;
    this.cookie = cookie;
    this.path = path;
  }

  static async open(server: RunningServer, cookie?: string): Promise<Learner> {
    const people = joined(server);
    const own = cookie ?? (await people.join("Ada"));
    const { json } = await people.ask(own, `/api/lessons/${lesson}/open`, { method: "POST", body: {} });
    return new Learner(people, own, (json as { path: string }).path);
  }

  async ask<T>(path: string, body?: unknown, method: string = body === undefined ? "GET" : "POST"): Promise<T> {
    const answer = await this.people.ask(this.cookie, path, { method, body });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.json as T;
  }

  guide = (): Promise<LessonGuide> => this.ask(`/api/lessons/${lesson}/guide?path=${encodeURIComponent(this.path)}`);

  async read(): Promise<Notebook> {
    // The file on disk comes a moment later than the document.
    const { metadata, ...notebook } = await this.takeAway();
    const { taken: _taken, ...ours } = metadata["data_surgery"] as Record<string, unknown>;
    return { ...notebook, metadata: { ...metadata, data_surgery: ours } };
  }

  async write(edit: (notebook: Notebook) => Notebook): Promise<void> {
    const content = edit(await this.read());
    await this.ask(`/api/contents/${this.path}`, { type: "notebook", format: "json", content }, "PUT");
  }

  takeAway = (): Promise<Notebook> =>
    this.ask(`/api/lessons/${lesson}/take-away?path=${encodeURIComponent(this.path)}`);

  bringBack = (notebook: unknown): Promise<BringBackReply> => this.ask("/api/lessons/bring-back", { notebook });
}

const text = ({ cells }: Notebook, id: string): string | undefined => {
  const source: unknown = cells.find((cell) => cell.id === id)?.source;
  return Array.isArray(source) ? source.join("") : (source as string | undefined);
};
const withText =
  (id: string, source: string) =>
  (notebook: Notebook): Notebook => ({
    ...notebook,
    cells: notebook.cells.map((cell) => (cell.id === id ? { ...cell, source } : cell)),
  });

test("LM7 a copy from before is told of the newer version, takes it in when its owner wants, keeps its answers, and can undo it", async () => {
  await using school = await openSchool();
  const before = await school.open();
  let learner = await Learner.open(before);
  expect((await learner.guide()).update).toBeUndefined();
  await learner.write(withText(exercise, "let howMany = countries.length;"));
  await before.close();

  await school.edit(lesson, {
    title: (source) => `${source}\n\nThe figures were checked again.`,
    [exercise]: (source) => source.replaceAll("howMany = ", "howMany =  "),
  });
  const after = await school.open();
  learner = await Learner.open(after, learner.cookie);
  expect((await learner.guide()).update).toEqual({ cells: 2 });
  const ask = (apply: boolean): Promise<UpdateReply> =>
    learner.ask(`/api/lessons/${lesson}/update`, { path: learner.path, apply });
  const offer = await ask(false);
  expect(offer.changes.map(({ type, cellId }) => [type, cellId])).toEqual([
    ["changed", "title"],
    ["kept-mine", exercise],
  ]);
  expect(text(await learner.read(), "title")).not.toContain("checked again");

  const done = await ask(true);
  expect(done.changes).toEqual(offer.changes);
  const now = await learner.read();
  expect(text(now, "title")).toContain("checked again");
  expect(text(now, exercise)).toBe("let howMany = countries.length;");
  const ours = now.cells.find(({ id }) => id === exercise)?.metadata["data_surgery"];
  expect(ours).toMatchObject({ newerText: expect.stringContaining("howMany =  ____") as unknown });
  expect((await learner.guide()).update).toBeUndefined();
  expect((await ask(true)).changes).toEqual([]);

  const { fileId } = await learner.ask<{ fileId: string }>(
    `/api/collaboration/session/${learner.path}`,
    { format: "json", type: "notebook" },
    "PUT",
  );
  await learner.ask(`/api/history/${fileId}/restore`, { version: done.undo });
  expect(text(await learner.read(), "title")).not.toContain("checked again");
  expect((await learner.guide()).update).toEqual({ cells: 2 });
  await after.close();
});

test("a lesson that was taken away comes back: what was written at home is taken, what was written here stays, twice is once", async () => {
  await using school = await openSchool();
  await using stack = new AsyncDisposableStack();
  const server = await school.open();
  stack.defer(() => server.close());
  const learner = await Learner.open(server);
  await learner.write(withText(exercise, "let howMany = countries.length;"));
  const taken = await learner.takeAway();
  expect(JSON.stringify(taken)).not.toContain(learner.path.split("/")[1]);
  expect(taken.metadata["data_surgery"]).toMatchObject({ lesson, taken: { by: "Ada", done: 0 } });

  // At home an exercise, a text of one's own, and hostile rubbish; here the same text was changed too.
  await learner.write(withText("ex-finding", "Written here"));
  const home: Notebook = {
    ...withText("ex-finding", "Written at home")(withText("ex-fell-since-1980", "let home = 1;")(taken)),
    cells: [
      ...withText("ex-finding", "Written at home")(withText("ex-fell-since-1980", "let home = 1;")(taken)).cells,
      {
        cell_type: "code",
        id: "own",
        metadata: { trusted: true, data_surgery: { role: "exercise", exercise: "x" } },
        source: "own()",
        execution_count: 1,
        outputs: [{ output_type: "display_data", data: { "text/html": "<script>1</script>" }, metadata: {} }],
      },
    ],
  };
  const first = await learner.bringBack(home);
  expect(first).toMatchObject({ lesson, path: learner.path });
  expect(first.cells.length).toBeGreaterThan(0);
  const now = await learner.read();
  expect(text(now, exercise)).toBe("let howMany = countries.length;");
  expect(text(now, "ex-fell-since-1980")).toBe("let home = 1;");
  expect(text(now, "ex-finding")).toBe("Written here");
  expect(now.cells.filter(({ id }) => text(now, id) === "Written at home")).toHaveLength(1);
  expect(JSON.stringify(now)).not.toContain("<script>1");
  expect(now.cells.find(({ id }) => id === "own")?.metadata).not.toHaveProperty("data_surgery");
  const again = await learner.bringBack(home);
  expect(again.cells).toEqual([]);
  expect((await learner.read()).cells.map(({ id }) => id)).toEqual(now.cells.map(({ id }) => id));
});

test("what is no lesson, is too deep, or is another's copy is refused by name, and nothing is changed", async () => {
  await using school = await openSchool();
  await using stack = new AsyncDisposableStack();
  const server = await school.open();
  stack.defer(() => server.close());
  const learner = await Learner.open(server);
  const other = await Learner.open(server, await joined(server).join("Bea"));
  const before = await learner.read();
  const send = (notebook: unknown): ReturnType<Joined["ask"]> =>
    learner.people.ask(learner.cookie, "/api/lessons/bring-back", { method: "POST", body: { notebook } });
  const about = (named: unknown): object => ({ ...before, metadata: { data_surgery: { lesson: named } } });
  for (const hostile of [null, 7, "x", [], {}, { nbformat: 3 }, { ...before, cells: 4 }, { ...before, metadata: {} }]) {
    const answer = await send(hostile);
    expect([hostile, answer.status, answer.code]).toEqual([hostile, 400, "http.bad-request"]);
  }
  for (const named of ["../../etc", "__proto__", 5, "A B"]) expect((await send(about(named))).status).toBe(400);
  expect((await send(about("no-such-lesson"))).code).toBe("lessons.not-found");
  expect((await send(about("constructor"))).code).toBe("lessons.not-found");
  const theirs = encodeURIComponent(other.path);
  const asks = [
    ["GET", `/api/lessons/${lesson}/take-away?path=${theirs}`, undefined],
    ["POST", `/api/lessons/${lesson}/update`, { path: other.path, apply: true }],
    ["PUT", `/api/lessons/${lesson}/place`, { path: other.path, cellId: "title" }],
    [
      "GET",
      `/api/lessons/${lesson}/take-away?path=${encodeURIComponent(`${learner.path}/../../../${other.path}`)}`,
      undefined,
    ],
  ] as const;
  for (const [method, path, body] of asks) {
    const answer = await learner.people.ask(learner.cookie, path, { method, body });
    expect([path, answer.status >= 400 && answer.status < 500]).toEqual([path, true]);
  }
  expect((await other.guide()).place).toBeUndefined();
  expect(await learner.read()).toEqual(before);
});

test("the place where one stopped is kept, the newest wins, and progress is explained from the log", async () => {
  await using school = await openSchool();
  await using stack = new AsyncDisposableStack();
  const server = await school.open();
  stack.defer(() => server.close());
  const learner = await Learner.open(server);
  for (const cellId of ["title", exercise])
    await learner.ask(`/api/lessons/${lesson}/place`, { path: learner.path, cellId }, "PUT");
  const guide = await learner.guide();
  expect(guide.place?.cellId).toBe(exercise);
  expect(guide.course?.title).toBe("Open data champion");
  expect(guide.course?.lessons[0]).toMatchObject({ id: lesson, done: 0, total: 4 });
  await learner.ask(`/api/lessons/${lesson}/exercises/count-countries/hint`, { path: learner.path, number: 1 });
  const explained = await learner.ask<ExplainedLesson>(`/api/progress/explained?lesson=${lesson}`);
  expect(explained).toMatchObject({ done: 0, total: 4 });
  expect(explained.exercises.map(({ reason }) => reason)).toEqual([
    "you looked at a hint",
    "not started",
    "not started",
    "not started",
  ]);
});
