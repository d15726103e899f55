import type { AuthorNews, Visitor } from "@data-surgery/contract";
import { readNotebookText, renderNotebook, type Notebook } from "@data-surgery/jupyter";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { fileContents, type Contents } from "../jupyter/index.js";
import { AuthorLessons } from "./author-lessons.js";
import { AuthorPreviews } from "./author-previews.js";
import { AuthorShelf } from "./author-shelf.js";
import type { CheckBench } from "./check-bench.js";
import { readCatalogue, type LiveCatalogue } from "./lesson-catalogue.js";
import { createLessonCopies } from "./lesson-copies.js";
import { ada, fixtures, openTestBench } from "./test-grading.js";

const tia: Visitor = { ...ada, personId: "tia", name: "Tia", role: "trainer", home: "tia-x2k9" };

let bench: CheckBench;
beforeAll(async () => {
  bench = await openTestBench();
});
afterAll(() => bench[Symbol.asyncDispose]());

interface Place {
  readonly house: string;
  readonly contents: Contents;
  readonly catalogue: LiveCatalogue;
  readonly previews: AuthorPreviews;
  readonly kept: readonly string[];
  readonly lessons: AuthorLessons;
}
let place: Place;

/** A house with one built-in lesson, and the same notebook among the shared files for somebody to start from. */
beforeEach(async () => {
  const house = await mkdtemp(join(tmpdir(), "surgery-author-"));
  for (const folder of ["files/people", "files/shared", "published"])
    await mkdir(join(house, folder), { recursive: true });
  await cp(join(fixtures, "tiny"), join(house, "files/shared/work"), { recursive: true });
  await cp(fixtures, join(house, "notebooks"), { recursive: true });
  place = await openPlace(house);
  return () => rm(house, { recursive: true });
});

async function openPlace(house: string): Promise<Place> {
  const contents = fileContents({ root: join(house, "files") });
  const shelf = new AuthorShelf(join(house, "published"));
  const catalogue = await readCatalogue({
    notebooks: join(house, "notebooks"),
    curricula: join(house, "none"),
    published: () => shelf.newest(),
  });
  const kept: string[] = [];
  const previews = new AuthorPreviews(catalogue, contents, (error) => {
    throw error;
  });
  const lessons = new AuthorLessons({
    catalogue,
    shelf,
    previews,
    copies: createLessonCopies(previews.catalogue, contents),
    files: contents,
    notebooks: { read: async (path) => (await contents.readNotebook(path)).notebook },
    bench,
    keepVersions: () => {
      kept.push(catalogue.get("ours").release);
      return Promise.resolve();
    },
  });
  return { house, contents, catalogue, previews, lessons, kept };
}

const draft = "lessons/ours/ours.ipynb";
const start = (): Promise<string> =>
  place.lessons.start(tia, { path: "shared/work/tiny.ipynb", lesson: "ours", title: "Ours" });

async function news(work: "check" | "publish"): Promise<AuthorNews[]> {
  const heard: AuthorNews[] = [];
  await place.lessons[work](tia, draft, (one) => heard.push(one));
  return heard;
}

/** Changes the draft as an author does. */
async function edit(change: (notebook: Notebook) => Notebook): Promise<void> {
  const file = join(place.house, "files", draft);
  await writeFile(file, renderNotebook(change(readNotebookText(await readFile(file, "utf8"), () => "new"))));
}

test("AU1 any notebook becomes a draft with its data; the notebook stays, and a name is given away once", async () => {
  const before = await readFile(join(place.house, "files/shared/work/tiny.ipynb"), "utf8");
  expect(await start()).toBe(draft);
  const made = JSON.parse(await readFile(join(place.house, "files", draft), "utf8")) as Notebook;
  expect(made.metadata["data_surgery"]).toMatchObject({ format: 2, lesson: "ours", title: "Ours" });
  expect(await readdir(join(place.house, "files/lessons/ours/data"))).toEqual(["numbers.csv"]);
  expect(await readFile(join(place.house, "files/shared/work/tiny.ipynb"), "utf8")).toBe(before);
  await expect(start()).rejects.toMatchObject({ code: "lessons.name-taken" });
  const taken = place.lessons.start(tia, { path: "shared/work/tiny.ipynb", lesson: "tiny", title: "Tiny" });
  await expect(taken).rejects.toMatchObject({ code: "lessons.name-taken" });
});

test("AU2 a check tells how far it is and ends with every fault; only drafts are checked, and by nobody who may not read them", async () => {
  await start();
  const heard = await news("check");
  expect(heard.map(({ type }) => type)).toEqual(["progress", "progress", "progress", "progress", "checked"]);
  expect(heard.at(-1)).toMatchObject({ ok: true, faults: [{ code: "proof.other-words", level: "advice" }] });
  const check = (who: Visitor, path: string): Promise<void> => place.lessons.check(who, path, () => undefined);
  await expect(check(tia, "shared/work/tiny.ipynb")).rejects.toMatchObject({ code: "lessons.not-a-draft" });
  await expect(check(ada, draft)).rejects.toMatchObject({ code: "identity.not-allowed" });
  await expect(check(tia, "lessons/../lessons/ours/ours.ipynb")).rejects.toMatchObject({ code: "contents.bad-path" });
});

test("AU3 what holds is published as a version of its own; what does not changes nothing for learners", async () => {
  await start();
  expect((await news("publish")).at(-1)).toMatchObject({ type: "published", lesson: "ours", version: 1 });
  expect(place.catalogue.get("ours").lesson.title).toBe("Ours");
  const first = place.catalogue.get("ours").release;
  await edit((notebook) => ({
    ...notebook,
    cells: notebook.cells.map((cell) => (cell.id === "title" ? { ...cell, source: "# Ours, mended" } : cell)),
  }));
  expect((await news("publish")).at(-1)).toMatchObject({ type: "published", version: 2 });
  expect(place.catalogue.get("ours").release).not.toBe(first);
  await edit((notebook) => ({ ...notebook, cells: notebook.cells.filter(({ id }) => id !== "test-rate") }));
  expect((await news("publish")).at(-1)).toMatchObject({ type: "checked", ok: false });
  expect(place.catalogue.get("ours").lesson.exercises).toHaveLength(2);
  // Earlier versions stay, and a server that starts again finds the newest.
  expect(await readdir(join(place.house, "published/ours"))).toEqual(["1", "2", "current"]);
  expect(new Set(place.kept).size).toBe(2);
  const again = await openPlace(place.house);
  expect(again.catalogue.broken).toEqual([]);
  expect(again.catalogue.get("ours").release).toBe(place.catalogue.get("ours").release);
});

test("AU4 two who publish at once get two versions", async () => {
  await start();
  const both = await Promise.all([news("publish"), news("publish")]);
  const versions = both.map((heard) => heard.at(-1)).map((last) => (last?.type === "published" ? last.version : 0));
  expect(new Set(versions)).toEqual(new Set([1, 2]));
});

test("AU5 a published version that was broken on the disk is reported by name, and the others go on", async () => {
  await start();
  await news("publish");
  await writeFile(join(place.house, "published/ours/1/ours/ours.ipynb"), "{");
  await place.catalogue.refresh();
  expect(place.catalogue.broken.map(({ name }) => name)).toEqual(["ours"]);
  expect(() => place.catalogue.get("ours")).toThrow("it has a mistake");
  expect(place.catalogue.list().map(({ id }) => id)).toEqual(["tiny"]);
  await writeFile(join(place.house, "published/ours/current"), "\0\0");
  await writeFile(join(place.house, "published/notes.txt"), "no lesson");
  await place.catalogue.refresh();
  expect(place.catalogue.broken.map(({ name }) => name)).toEqual(["ours"]);
});

test("AU6 a preview is the learner's copy in the trainer's own folder, in no list, and makes way for the next", async () => {
  await start();
  const { path } = await place.lessons.preview(tia, draft);
  expect(path).toMatch(/^people\/tia-x2k9\/preview-[0-9a-f]{8}\/preview-[0-9a-f]{8}\.ipynb$/);
  const text = await readFile(join(place.house, "files", path), "utf8");
  expect(text).toContain("Preview: Ours");
  expect(text).not.toMatch(/CANARY|BEGIN SOLUTION|HIDDEN/);
  const name = path.split("/")[2]!;
  expect(place.previews.catalogue.exercise(name, "total").exercise.title).toBe("Add them up");
  expect(place.previews.catalogue.list().map(({ id }) => id)).toEqual(["tiny"]);
  const next = await place.lessons.preview(tia, draft);
  expect(await readdir(join(place.house, "files/people/tia-x2k9"))).toEqual([next.path.split("/")[2]]);
  expect(() => place.previews.catalogue.get(name)).toThrow("no lesson called");
  // A server that starts again takes away what the last one left.
  await (await openPlace(place.house)).previews.sweep();
  expect(await readdir(join(place.house, "files/people/tia-x2k9"))).toEqual([]);
  await edit((notebook) => ({ ...notebook, cells: notebook.cells.filter(({ id }) => id !== "test-rate") }));
  await expect(place.lessons.preview(tia, draft)).rejects.toMatchObject({ code: "lessons.has-faults" });
});

test("AU7 outputs of the author's own runs, and links in the data folder, are no part of the lesson", async () => {
  await start();
  await edit((notebook) => ({
    ...notebook,
    cells: notebook.cells.map((cell) =>
      cell.cell_type === "code"
        ? { ...cell, execution_count: 3, outputs: [{ output_type: "stream", name: "stdout", text: "CANARY-output" }] }
        : cell,
    ),
  }));
  await news("publish");
  await symlink("/etc/hostname", join(place.house, "files/lessons/ours/data/linked.txt"));
  const last = (await news("publish")).at(-1);
  expect(last?.type).toBe("published");
  expect([...place.catalogue.get("ours").files.keys()]).toEqual(["data/numbers.csv"]);
  expect(await readFile(join(place.house, "published/ours/2/ours/ours.ipynb"), "utf8")).not.toContain("CANARY-output");
});
