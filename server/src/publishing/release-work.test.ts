import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyDraft, recordOf } from "./draft.js";
import { openReleaseWork } from "./release-work.js";
import type { Prepared } from "./release-tasks.js";
import { inventedAbout, inventedAnswers, inventedSite } from "./test-publishing-app.js";

const now = Date.parse("2026-05-03T10:00:00Z");

interface Place extends AsyncDisposable {
  readonly site: string;
  prepare(rows: number): Promise<Prepared>;
}

async function openPlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), "release-work-"));
  const site = join(folder, "site");
  await mkdir(site);
  return {
    site,
    prepare: async (rows) => {
      const draft = join(folder, "draft");
      await mkdir(draft, { recursive: true });
      const lines = Array.from({ length: rows }, (_, at) => `${at},Hall ${at % 40},${10 + (at % 90)}`);
      await writeFile(join(draft, "table.csv"), ["Id,Place,Visits", ...lines].join("\n"));
      const columns = Object.fromEntries(
        ["Id", "Place", "Visits"].map((name) => [name, { meaning: `What ${name} says.`, unit: "" }]),
      );
      const said = { ...emptyDraft, about: inventedAbout, columns, answers: inventedAnswers, licence: "CC0-1.0" };
      const record = recordOf(said, "table-of-halls", "table.csv");
      return { folder: draft, record, reading: undefined, mends: [], site, siteWords: inventedSite };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

test("killed in the middle of publishing: nothing of the new version is there, and the next try is whole", async () => {
  await using place = await openPlace();
  const prepared = await place.prepare(2000);
  const steps: string[] = [];
  {
    await using work = openReleaseWork();
    const begun = work.run({ type: "publish", prepared, now }, (step) => {
      steps.push(step);
      if (step === "Writing the files") void work[Symbol.asyncDispose]();
    });
    await expect(begun).rejects.toMatchObject({ code: "publishing.too-heavy" });
  }
  expect(steps).toContain("Writing the files");
  expect(await readdir(place.site)).not.toContain("latest.json");
  await using again = openReleaseWork();
  const done = await again.run({ type: "publish", prepared, now }, () => undefined);
  expect([done.ready, done.version]).toEqual([true, "v1"]);
  expect((await readdir(join(place.site, ".publishing"))).filter((name) => name.startsWith("draft-"))).toEqual([]);
});

test("a file that needs more memory than there is ends its own process, is told in words, and the next file is read", async () => {
  await using place = await openPlace();
  await using work = openReleaseWork({ memory: 24 });
  const large = await place.prepare(400_000);
  const refused = work.run({ type: "look", prepared: large, file: "table.csv" }, () => undefined);
  await expect(refused).rejects.toMatchObject({ code: "publishing.too-heavy" });
  const small = await place.prepare(5);
  expect((await work.run({ type: "look", prepared: small, file: "table.csv" }, () => undefined)).rows).toBe(5);
});

test("work that takes too long is ended and told", async () => {
  await using place = await openPlace();
  await using work = openReleaseWork({ longest: 1 });
  const prepared = await place.prepare(5);
  const late = work.run({ type: "look", prepared, file: "table.csv" }, () => undefined);
  await expect(late).rejects.toMatchObject({ code: "publishing.too-heavy" });
});
