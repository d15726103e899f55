/** Killed, out of room, out of memory, overtaken: at whatever point publishing stops, folder and store agree in the end, and people are told what stands. */
import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inventedVisits, openTestPublishingApp, prepare, revisionAt, settleAndPublish } from "./test-publishing-app.js";

const now = Date.parse("2026-12-05T10:00:00Z");
const day = 86_400_000;
const slug = "visits-to-ambleford-hall";
let place = "";
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "publishing-stopped-"));
});
afterAll(() => rm(place, { recursive: true, force: true }));

/** Runs the compiled test server until it is killed at `point`. */
function runAndDie(folder: string, version: string, point: number): { readonly killed: boolean } {
  const program = join(import.meta.dirname, "../../dist/publishing/test-publishing-process.js");
  const done = spawnSync(process.execPath, [program, folder, version, String(point)], { encoding: "utf8" });
  if (done.signal === null && done.stdout !== "published\n") throw new Error(done.stderr);
  return { killed: done.signal === "SIGKILL" };
}

test(
  "PU60 the server killed with -9 at every step of publishing: the next start has folder and store agree, and the promise is kept",
  { timeout: 600_000 },
  async () => {
    const first = join(place, "first");
    await cp(await emptyFolder(), first, { recursive: true });
    runAndDie(first, "v1", 0);
    const seen: string[] = [];
    let point = 1;
    for (; point < 40; point++) {
      const folder = join(place, `killed-${point}`);
      await cp(first, folder, { recursive: true });
      const { killed } = runAndDie(folder, "v2", point);
      if (!killed) break;
      await using app = await openTestPublishingApp({ now: now + 30 * day, folder });
      await app.shelf.catchUp();
      const [set] = await app.dataSets.all();
      if (set === undefined) throw new Error("The data set is gone.");
      seen.push(set.version);
      const latest = JSON.parse(await readFile(join(app.site, slug, "latest.json"), "utf8")) as { version: string };
      expect(latest.version, `killed at ${point}`).toBe(set.version);
      const page = await (await app.get(`/data/${slug}/`)).text();
      expect(page, `killed at ${point}`).toContain(`Version ${set.version.slice(1)},`);
      const left = await readdir(join(app.site, ".publishing"));
      expect(
        left.filter((name) => name !== "lock"),
        `killed at ${point}`,
      ).toEqual([]);
      expect(await app.dataSets.toRemind(now + 90 * day)).toHaveLength(1);
      // What was being prepared is there still, or is what was published.
      expect(set.file === "").toBe(set.version === "v2");
      if (set.file !== "") {
        const revision = await revisionAt(app, set.id);
        const again = await app.post(`/publish/${set.id}/publish`, { revision, note: "" }, "ada");
        expect(again.headers.get("location")).toBe(`/publish/${set.id}?said=published`);
      }
      expect(app.incidents).toEqual([]);
      await rm(folder, { recursive: true });
    }
    expect(point).toBeGreaterThan(6);
    expect(new Set(seen)).toEqual(new Set(["v1", "v2"]));
  },
);

async function emptyFolder(): Promise<string> {
  const folder = join(place, "empty");
  await using _app = await openTestPublishingApp({ now, folder });
  return folder;
}

test("PU61 the store out of room after the switch: the keeper is told that it is published, and it is noted when there is room", async () => {
  let isFull = true;
  await using app = await openTestPublishingApp({
    now,
    wrapDataSets: (dataSets) => ({
      ...dataSets,
      published: (...words) => {
        if (isFull) throw Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
        return dataSets.published(...words);
      },
    }),
  });
  const id = await prepare(app, "ada");
  const told = await settleAndPublish(app, id, "ada");
  expect(told.status).toBe(507);
  expect(await told.text()).toContain("The new version is published.");
  expect((await app.get(`/data/${slug}/`)).status).toBe(200);
  const again = await app.get(`/publish/${id}`, "ada");
  expect([again.status, await again.text()]).toEqual([
    507,
    expect.stringContaining("don’t publish it again") as string,
  ]);
  isFull = false;
  expect((await app.get(`/publish/${id}/ready`, "ada")).headers.get("location")).toBe(`/publish/${id}`);

  expect(await app.dataSets.get(id)).toMatchObject({ status: "on", version: "v1", file: "" });
  expect(app.incidents).toEqual([]);
});

/** So many that making their files takes far longer than it takes to end a process. */
const manyDays = Array.from({ length: 20_000 }, (_, at) => {
  const date = new Date(Date.UTC(2027, 0, 1 + at)).toISOString().slice(0, 10);
  return `${date},Ambleford Hall,${20 + (at % 300)},`;
}).join("\n");

test("PU60 the process for data files killed alone: before the switch nothing is published and it is told, after it the pages follow", async () => {
  for (const [step, isOut] of [
    ["Making the files", false],
    ["Bringing pages and feeds up to date", true],
  ] as const) {
    let armed = false;
    await using app = await openTestPublishingApp({
      now,
      wrapWork: (work) => ({
        ...work,
        run: (task, tell) =>
          work.run(task, (said) => {
            tell(said);
            if (!armed || said !== step) return;
            armed = false;
            void work[Symbol.asyncDispose]();
          }),
      }),
    });
    const id = await prepare(app, "ada");
    await settleAndPublish(app, id, "ada");
    await writeFile(join(app.contents.root, "people/ada/visits.csv"), `${inventedVisits}\n${manyDays}`);
    await app.post(`/publish/${id}/new-version`, { file: "people/ada/visits.csv" }, "ada");
    armed = true;
    const told = await app.post(`/publish/${id}/publish`, { revision: await revisionAt(app, id), note: "" }, "ada");
    const set = await app.dataSets.get(id);
    const page = await (await app.get(`/data/${slug}/`)).text();
    if (isOut) {
      expect(told.headers.get("location")).toBe(`/publish/${id}?said=published`);
      expect([set.version, set.file]).toEqual(["v2", ""]);
      expect(page).toContain("Version 2,");
    } else {
      expect(told.status).toBe(422);
      expect(await told.text()).toContain("Nothing was published, and what was published before is as it was.");
      expect([set.version, set.file]).toEqual(["v1", "visits.csv"]);
      expect(page).toContain("Version 1,");
    }
    expect(app.incidents).toEqual([]);
  }
});
