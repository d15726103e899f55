import { type ProgressEvent, type ProgressFact, type Visitor } from "@data-surgery/contract";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import { createApp, createOriginPolicy, listen } from "../http/index.js";
import { forEachDialect, type OpenTestStore, type TestStore } from "../store/test-dialects.js";
import { createBoardFeed } from "./board-feed.js";
import { sqlEventLog } from "./event-log.js";
import { createProgress, type Progress } from "./progress.js";
import { progressRoutes } from "./progress-routes.js";
import { progressMigrations } from "./tables.js";

const ada = { personId: "ada", workshopId: "w1" };
const bob = { personId: "bob", workshopId: "w1" };
const elsewhere = { personId: "eve", workshopId: "w2" };
const passed = { type: "check-recorded", lesson: "l", exercise: "e", attemptId: "x", outcome: "pass" } as const;

function progressOn({ store }: TestStore): Progress {
  return createProgress({
    store,
    lessons: {
      list: () => [
        {
          id: "l",
          title: "L",
          question: "?",
          minutes: 5,
          data: [],
          aims: [],
          release: "0123456789abcdef",
          exercises: [
            {
              id: "e",
              title: "E",
              minutes: 5,
              hintCount: 1,
              type: "code",
              skill: "reading",
              stage: "analyse",
              points: 1,
            },
          ],
        },
      ],
    },
    people: {
      learners: (workshopId) =>
        Promise.resolve(
          [ada, bob, elsewhere]
            .filter((person) => person.workshopId === workshopId)
            .map(({ personId }) => ({
              personId,
              name: personId,
              color: "#000000",
              home: `${personId}-1234`,
              joinedAt: 0,
            })),
        ),
    },
  });
}

const open = (openStore: OpenTestStore): Promise<TestStore> => openStore(progressMigrations);

forEachDialect((openStore) => {
  test("EV1 events are numbered one by one whoever records them, also at the same moment", async () => {
    await using opened = await open(openStore);
    const progress = progressOn(opened);
    const events = await Promise.all(
      Array.from({ length: 20 }, (_, index) => progress.record(index % 2 === 0 ? ada : elsewhere, passed)),
    );
    expect(events.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
  });

  test("EV2 after a restart the same events give the same progress, and numbering goes on", async () => {
    await using opened = await open(openStore);
    const before = progressOn(opened);
    await before.record(ada, { type: "help-changed", status: "help" });
    await before.record(ada, passed);
    await before.record(elsewhere, passed);
    const after = progressOn(opened);
    expect(await after.mine(ada)).toEqual(await before.mine(ada));
    expect(await after.mine(ada)).toMatchObject({
      help: "help",
      lessons: [{ exercises: [{ state: "passed", tries: 1 }] }],
    });
    expect((await after.board("w1")).rows.map(({ personId, needs }) => [personId, needs])).toEqual([
      ["ada", "asked for help"],
      ["bob", undefined],
    ]);
    expect((await after.record(bob, passed)).seq).toBe(4);
  });

  test("EV3 when what belongs to an event can't be written, there is no event, and the next one is numbered rightly", async () => {
    await using opened = await open(openStore);
    const progress = progressOn(opened);
    const heard: ProgressEvent[] = [];
    using _hearing = progress.onEvent("w1", (event) => heard.push(event));
    await progress.record(ada, passed);
    const failing = progress.record(ada, passed, () => Promise.reject(new Error("disk full")));
    await expect(failing).rejects.toThrow("disk full");
    await progress.record(ada, { ...passed, attemptId: "y" });
    expect(heard.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(await progress.exercise(ada, "l", "e")).toMatchObject({ tries: 2 });
  });

  test("EV4 an erased person's events are blank, and nobody hears a number twice", async () => {
    await using opened = await open(openStore);
    const progress = progressOn(opened);
    await progress.record(bob, passed);
    await progress.record(ada, passed);
    await progress.erasePerson(ada);
    expect(await progress.exportPerson(ada)).toEqual([]);
    expect((await progressOn(opened).record(bob, passed)).seq).toBe(3);
    const rows = await opened.store
      .tables<{ progress_events: { seq: number } }>()
      .selectFrom("progress_events")
      .selectAll()
      .execute();
    expect(JSON.stringify(rows)).not.toContain("ada");
  });

  test("EV4 of a hand that somebody put up in an erased person's notebook, the place goes and the hand stays", async () => {
    await using opened = await open(openStore);
    const progress = progressOn(opened);
    const handIn = (home: string): ProgressFact => ({
      type: "help-changed",
      status: "help",
      place: { notebook: `people/${home}/l/l.ipynb`, cellId: "c", label: "cell 1" },
    });
    await progress.record(bob, handIn("ada-k7m2"));
    await progress.record(bob, handIn("ada-k7m3"));
    await sqlEventLog(opened.store, Date.now).erasePlaces("ada-k7m2");
    const [first, second] = await progress.exportPerson(bob);
    expect(first).toMatchObject({ seq: 1, type: "help-changed", status: "help" });
    expect(first).not.toHaveProperty("place");
    expect(second).toMatchObject(handIn("ada-k7m3"));
  });

  test("EV5 a member's stream gives own events once, also those missed while away; the board follows", async () => {
    await using opened = await open(openStore);
    const progress = progressOn(opened);
    await using house = await openHouse(progress);
    await progress.record(ada, passed);
    await progress.record(bob, passed);
    await progress.record(ada, { type: "lesson-opened", lesson: "l" });

    await using mine = await house.stream("/api/progress/stream", "ada", { "last-event-id": "1" });
    await using trainers = await house.stream("/api/board/stream", "trainer");
    expect(await mine.next()).toMatchObject({ type: "progress", id: "3", data: { type: "lesson-opened" } });
    const firstBoard = await trainers.next();
    expect(firstBoard).toEqual({ type: "board", data: {} });

    const help = await house.post("/api/help", "ada", { status: "help" });
    expect(help).toBe(204);
    expect(await mine.next()).toMatchObject({ id: "4", data: { type: "help-changed", personId: "ada" } });
    expect(await trainers.next()).toEqual({ type: "board", data: {} });
    expect((await progress.board("w1")).rows[0]).toMatchObject({ personId: "ada", needs: "asked for help" });
    expect(await house.post("/api/help", "ada", { status: "please" })).toBe(400);
    expect(await house.status("/api/board", "ada")).toBe(403);
    expect(await house.status("/api/progress/mine", "nobody")).toBe(401);
  });
});

interface Stream extends AsyncDisposable {
  next(): Promise<{ readonly type: string; readonly id?: string; readonly data: unknown }>;
}

interface House extends AsyncDisposable {
  stream(path: string, who: string, headers?: Record<string, string>): Promise<Stream>;
  post(path: string, who: string, body: unknown): Promise<number>;
  status(path: string, who: string): Promise<number>;
}

async function openHouse(progress: Progress): Promise<House> {
  const errors: unknown[] = [];
  const feed = createBoardFeed({
    progress,
    onError: (error) => errors.push(error),
    gather: 5,
    period: 60_000,
  });
  const visitorOf = (who: string): Visitor | undefined =>
    who === "nobody"
      ? undefined
      : {
          personId: who,
          workshopId: "w1",
          name: who,
          role: who === "trainer" ? "trainer" : "learner",
          home: who,
          color: "#000000",
        };
  const address = { policy: createOriginPolicy([]) };
  const app = createApp({
    routes: progressRoutes({
      progress,
      feed,
      alerts: { setAside: () => Promise.resolve() },
      signal: async (visitor, status) => void (await progress.record(visitor, { type: "help-changed", status })),
    }),
    authenticate: (cookie) => Promise.resolve(visitorOf(cookie?.replace("who=", "") ?? "nobody")),
    originPolicy: {
      get hosts() {
        return address.policy.hosts;
      },
      scheme: "http",
      originOf: (asked) => address.policy.originOf(asked),
    },
    log: { error: () => undefined },
    errorPage: () => "",
  });
  const server = createServer(app);
  const port = await listen(server, { bind: "127.0.0.1", port: 0, portFixed: true });
  address.policy = createOriginPolicy([`127.0.0.1:${port}`]);
  const origin = `http://127.0.0.1:${port}`;
  const request = (path: string, who: string, init: RequestInit = {}): Promise<Response> =>
    fetch(origin + path, {
      ...init,
      headers: { origin, cookie: `who=${who}`, ...(init.headers as Record<string, string>) },
    });
  return {
    stream: async (path, who, headers = {}) => {
      const gone = new AbortController();
      const response = await request(path, who, { headers, signal: gone.signal });
      return openStream(response, gone);
    },
    post: async (path, who, body) => {
      const headers = { "content-type": "application/json" };
      return (await request(path, who, { method: "POST", headers, body: JSON.stringify(body) })).status;
    },
    status: async (path, who) => (await request(path, who)).status,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      expect(errors).toEqual([]);
    },
  };
}

function openStream(response: Response, gone: AbortController): Stream {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const next: Stream["next"] = async () => {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end === -1) {
        const { value, done } = await reader.read();
        if (done) throw new Error("The stream has ended.");
        text += value;
        continue;
      }
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2))) as Record<
        string,
        string
      >;
      const { event, id, data } = fields;
      if (event !== undefined)
        return { type: event, data: JSON.parse(data ?? "null"), ...(id === undefined ? {} : { id }) };
    }
  };
  return {
    next,
    [Symbol.asyncDispose]: async () => {
      gone.abort();
      await reader.cancel().catch(() => undefined);
    },
  };
}
