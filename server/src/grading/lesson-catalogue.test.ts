import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileContents } from "../jupyter/index.js";
import { brokenText, readCatalogue, type LessonCatalogue } from "./lesson-catalogue.js";
import { createLessonCopies } from "./lesson-copies.js";
import { ada, fixtures } from "./test-grading.js";

let house: string;

beforeEach(async () => {
  house = await mkdtemp(join(tmpdir(), "surgery-catalogue-"));
  await cp(fixtures, join(house, "notebooks"), { recursive: true });
  await mkdir(join(house, "curricula"));
  await writeFile(
    join(house, "curricula", "course.json"),
    JSON.stringify({ id: "course", title: "Course", format: 1, lessons: ["tiny"] }),
  );
});
afterEach(() => rm(house, { recursive: true }));

const read = (): Promise<LessonCatalogue> =>
  readCatalogue({ notebooks: join(house, "notebooks"), curricula: join(house, "curricula") });

test("CA1 lessons are listed with their course, and nothing in the list is secret", async () => {
  const catalogue = await read();
  expect(catalogue.broken).toEqual([]);
  expect(catalogue.list()).toMatchObject([
    { id: "tiny", curriculum: "course", minutes: 6, exercises: [{ id: "total", hintCount: 2 }, { id: "rate" }] },
  ]);
  expect(JSON.stringify(catalogue.list())).not.toContain("CANARY");
});

test("CA2 broken lessons and courses are reported by name and refused by name; the others go on", async () => {
  await mkdir(join(house, "notebooks", "bad"));
  await writeFile(join(house, "notebooks", "bad", "bad.ipynb"), "{ this is not json");
  await mkdir(join(house, "notebooks", "empty"));
  await writeFile(join(house, "curricula", "broken.json"), "{");
  await writeFile(
    join(house, "curricula", "far.json"),
    JSON.stringify({ id: "far", title: "Far", format: 1, lessons: ["gone"] }),
  );
  const catalogue = await read();
  expect(catalogue.broken.map(({ name }) => name)).toEqual([
    "bad",
    "empty",
    "curricula/broken.json",
    "curricula/far.json",
  ]);
  expect(catalogue.broken.map(brokenText).join("\n")).toContain("bad: lesson.not-a-notebook");
  expect(catalogue.list().map(({ id }) => id)).toEqual(["tiny"]);
  expect(() => catalogue.get("bad")).toThrow(expect.objectContaining({ code: "lessons.damaged" }));
  expect(() => catalogue.get("../tiny")).toThrow(expect.objectContaining({ code: "lessons.not-found" }));
  expect(() => catalogue.exercise("tiny", "none")).toThrow(
    expect.objectContaining({ code: "lessons.exercise-not-found" }),
  );
});

test("CA3 a data file that the lesson names and does not bring is a fault", async () => {
  await rm(join(house, "notebooks", "tiny", "data", "numbers.csv"));
  expect((await read()).broken[0]?.faults[0]).toMatchObject({ code: "lesson.data-missing" });
});

test("CO1 a learner's copy holds the data and no secret, and is never written over", async () => {
  const contents = fileContents({ root: join(house, "files") });
  await mkdir(join(house, "files"));
  const copies = createLessonCopies(await read(), contents);
  const paths = await Promise.all([copies.open(ada, "tiny"), copies.open(ada, "tiny")]);
  expect(new Set(paths)).toEqual(new Set(["people/ada-k7m2/tiny/tiny.ipynb"]));
  const folder = join(house, "files", "people", "ada-k7m2", "tiny");
  expect((await readdir(folder, { recursive: true })).toSorted()).toEqual(["data", "data/numbers.csv", "tiny.ipynb"]);
  const first = await contents.readFile(paths[0]);
  expect(Buffer.from(first.bytes).toString()).not.toMatch(/CANARY|424242|31337/);
  await contents.writeFile(paths[0], "mine");
  await copies.open(ada, "tiny");
  expect(Buffer.from((await contents.readFile(paths[0])).bytes).toString()).toBe("mine");
  await expect(copies.open(ada, "none")).rejects.toMatchObject({ code: "lessons.not-found" });
});
