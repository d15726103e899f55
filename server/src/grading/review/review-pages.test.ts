import { expect, test } from "vitest";
import { openStore } from "../../store/index.js";
import { gradingMigrations } from "../attempt-store.js";
import { progressMigrations } from "../../progress/index.js";
import { ada } from "../test-grading.js";
import { reviewRoutes } from "./review-routes.js";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openTestDoors, type TestDoors } from "./test-review-app.js";
import {
  createReviewHouse,
  learner,
  otherTrainer,
  reviewedCatalogue,
  stranger,
  text,
  trainer,
  type ReviewHouse,
} from "./test-reviews.js";

interface Place extends AsyncDisposable {
  readonly house: Omit<ReviewHouse, keyof AsyncDisposable>;
  readonly doors: TestDoors;
}

async function openPlace(): Promise<Place> {
  await using opening = new AsyncDisposableStack();
  const folder = opening.adopt(await mkdtemp(join(tmpdir(), "surgery-review-")), (path) =>
    rm(path, { recursive: true }),
  );
  const migrations = [...gradingMigrations, ...progressMigrations];
  const store = await openStore({ type: "sqlite", file: join(folder, "test.db") }, migrations);
  opening.defer(() => store.close());
  const house = createReviewHouse(store, await reviewedCatalogue());
  const people = [trainer, otherTrainer, stranger, ada];
  const doors = opening.use(
    await openTestDoors(people, (renderPage) => reviewRoutes({ reviews: house.reviews, renderPage })),
  );
  const opened = opening.move();
  return { house, doors, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

const accept = { seen: "0", decision: "accepted", "line-number": "1", comment: "Clear." };

test("a learner gets no page of it, a trainer of another workshop no answer, and nobody's decision is taken from them", async () => {
  await using place = await openPlace();
  const { house, doors } = place;
  const attempt = await house.handIn(learner(1), "finding", text("CANARY-answer"));
  for (const path of ["", `/${attempt}`, `/${attempt}/shown/0`]) {
    const refused = await doors.get(ada, `/board/review${path}`);
    expect([path, refused.status]).toEqual([path, 403]);
    expect(await refused.text()).not.toContain("CANARY");
  }
  expect((await doors.post(ada, `/board/review/${attempt}`, accept)).status).toBe(403);
  expect((await doors.get(stranger, `/board/review/${attempt}`)).status).toBe(404);
  expect((await doors.post(stranger, `/board/review/${attempt}`, accept)).status).toBe(404);
  expect(await house.reviews.toRead("w1")).toBe(1);
});

test("list, open, accept, and the next one is there with what was saved; the last leads back to the list", async () => {
  await using place = await openPlace();
  const { house, doors } = place;
  const one = await house.handIn(learner(1), "finding", text("six"));
  const two = await house.handIn(learner(2), "finding", text("seven"));
  const list = await (await doors.get(trainer, "/board/review")).text();
  expect(list.indexOf(one)).toBeLessThan(list.indexOf(two));
  for (const words of ["Waiting (2)", "Write the finding", "Learner 1"]) expect(list).toContain(words);
  const page = await (await doors.get(trainer, `/board/review/${one}`)).text();
  for (const words of ["Say what you found.", "six", "Says how many.", "2 points", "Answer of", "Learner 1", two])
    expect(page).toContain(words);
  const saved = await doors.post(trainer, `/board/review/${one}`, accept);
  const next = saved.headers.get("location") ?? "";
  expect([saved.status, next]).toEqual([303, `/board/review/${two}?saved=accepted&points=2%2F3`]);
  expect(await (await doors.get(trainer, next)).text()).toContain("accepted, with 2 of 3 points");
  const last = await doors.post(trainer, `/board/review/${two}?names=hidden`, accept);
  expect(last.headers.get("location")).toBe("/board/review?names=hidden");
  const read = await (await doors.get(trainer, "/board/review?show=mine")).text();
  for (const words of ["Learner 1", "accepted", "2 of 3 points", "Eva"]) expect(read).toContain(words);
  expect(await (await doors.get(otherTrainer, "/board/review?show=mine")).text()).not.toContain("Learner 1");
});

test("giving back needs a word; what was ticked and written is still there when it could not be saved", async () => {
  await using place = await openPlace();
  const { house, doors } = place;
  const attempt = await house.handIn(learner(1), "finding", text("six"));
  const path = `/board/review/${attempt}`;
  const empty = await doors.post(trainer, path, { ...accept, decision: "returned", comment: "  " });
  expect(empty.status).toBe(400);
  const page = await empty.text();
  expect(page).toContain("Write a few words before you give it back");
  expect(page).toMatch(/id="line-number"[^>]* checked/);
  const long = await doors.post(trainer, path, { ...accept, comment: "ü".repeat(4001) });
  expect([long.status, (await long.text()).includes("ü".repeat(4001))]).toEqual([400, true]);
  expect((await doors.post(trainer, path, { ...accept, comment: "😀".repeat(2000) })).status).toBe(303);
});

test("who decides second is told with the other's decision, and keeps what they wrote", async () => {
  await using place = await openPlace();
  const { house, doors } = place;
  const attempt = await house.handIn(learner(1), "finding", text("six"));
  const path = `/board/review/${attempt}`;
  expect((await doors.post(trainer, path, accept)).status).toBe(303);
  const second = await doors.post(otherTrainer, path, { ...accept, decision: "returned", comment: "Mine" });
  expect(second.status).toBe(409);
  const page = await second.text();
  for (const words of ["somebody else decided", "Clear.", "Eva", "Mine</textarea>", `name="seen" value="1"`])
    expect(page).toContain(words);
  expect((await doors.post(otherTrainer, path, { ...accept, seen: "1" })).status).toBe(303);
  expect((await doors.post(otherTrainer, path, { ...accept, seen: "many" })).status).toBe(409);
});

test("without names no name, notebook or id of the person stands on list or page", async () => {
  await using place = await openPlace();
  const { house, doors } = place;
  const attempt = await house.handIn(learner(77), "finding", text("six"));
  for (const path of [`/board/review?names=hidden`, `/board/review/${attempt}?names=hidden`]) {
    const page = await (await doors.get(trainer, path)).text();
    expect(page).toContain("An answer");
    expect(page).not.toMatch(/Learner 77|p77/);
  }
});

const hostile = `</pre></textarea><script>alert(1)</script><img src=x onerror=alert(1)>"'&`;

test("hostile text in answers and comments stays text on every page", async () => {
  await using place = await openPlace();
  const { house, doors } = place;
  const first = await house.handIn(learner(1), "finding", text(hostile));
  await doors.post(trainer, `/board/review/${first}`, { ...accept, decision: "returned", comment: hostile });
  const second = await house.handIn(learner(1), "finding", text(hostile));
  for (const path of ["/board/review", "/board/review?show=all", `/board/review/${first}`, `/board/review/${second}`]) {
    const page = await (await doors.get(trainer, path)).text();
    expect([path, page.includes("<script>alert"), page.includes("<img src=x")]).toEqual([path, false, false]);
  }
  expect(await (await doors.get(trainer, `/board/review/${first}`)).text()).toContain("&lt;script&gt;alert(1)");
  const odd = [
    "/board/review?page=-1",
    "/board/review?page=9e99",
    "/board/review?lesson=%00%27--",
    "/board/review?show=x",
  ];
  for (const path of odd) expect([path, (await doors.get(trainer, path)).status]).toEqual([path, 200]);
});

test("what an answer's program showed comes closed off: no script, no origin, nothing fetched, in a frame of ours only", async () => {
  await using place = await openPlace();
  const { house, doors } = place;
  const output = (data: object) => ({ output_type: "display_data", data, metadata: {} }) as const;
  const attempt = await house.handIn(learner(1), "chart", [
    {
      type: "code",
      source: "show(chart);",
      outputs: [
        output({ "text/html": "<b>chart</b><script>top.location='//evil.example'</script>" }),
        output({ "image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>" }),
        output({ "image/png": `"><script>alert(1)</script>`, "text/plain": "<picture>" }),
        { output_type: "stream", name: "stdout", text: hostile },
        { output_type: "error", ename: hostile, evalue: "x", traceback: [] },
      ],
    },
  ]);
  const page = await (await doors.get(trainer, `/board/review/${attempt}`)).text();
  expect(page).toContain(`src="/board/review/${attempt}/shown/0"`);
  expect(page).toContain(`sandbox=""`);
  expect(page).not.toContain("evil.example");
  const shown = await doors.get(trainer, `/board/review/${attempt}/shown/0`);
  const policy = shown.headers.get("content-security-policy") ?? "";
  expect(policy.split("; ")).toEqual(
    expect.arrayContaining(["sandbox", "default-src 'none'", "frame-ancestors 'self'", "form-action 'none'"]),
  );
  expect(policy).not.toMatch(/script-src|allow-/);
  const body = await shown.text();
  expect(body).toContain("<b>chart</b>");
  expect(body).not.toContain("onload=");
  expect(body).not.toContain(`"><script>`);
  expect(body).toContain("&lt;picture&gt;");
  for (const path of ["shown/1", "shown/-1", "shown/x"]) {
    const none = await doors.get(trainer, `/board/review/${attempt}/${path}`);
    expect([path, none.status, (await none.text()).includes("chart</b>")]).toEqual([path, 200, false]);
  }
});
