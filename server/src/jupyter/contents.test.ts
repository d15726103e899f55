import { AppError } from "@data-surgery/contract";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeFileAtomic } from "./atomic-file.js";
import { Checkpoints } from "./checkpoints.js";
import { openFolder, parseContentPath } from "./content-path.js";
import { fileContents, type Contents, type ContentsChange } from "./contents.js";

let outside: string;
let root: string;
let contents: Contents;

beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), "surgery-contents-"));
  root = join(outside, "files");
  await mkdir(root);
  await writeFile(join(outside, "secret.txt"), "secret");
  contents = fileContents({ root });
});

afterEach(() => rm(outside, { recursive: true, force: true }));

const code = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return "no error";
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
};

test("paths that climb, hide, or that another system would misread are refused", () => {
  const bad = [
    "../secret.txt",
    "a/../../secret.txt",
    "..",
    ".",
    ".ssh/id",
    "a/.hidden",
    "a\\b",
    "a\u0000b",
    "C:x",
    "con",
    "a/NUL.txt",
    "a/b.",
    "a/b ",
    "a/\u202e:x",
    "line\nbreak",
    "a*b",
    "é".normalize("NFD"),
    "x".repeat(201),
    "a/%2e%2e/b",
    "%2E%2E%2Fsecret.txt",
    "a%5cb",
    "a%00b",
    "a%252e",
    "a/".repeat(600),
  ];
  for (const path of bad) {
    let refused = false;
    try {
      parseContentPath(path);
    } catch (error) {
      refused = error instanceof AppError && error.code === "contents.bad-path";
    }
    expect([path, refused]).toEqual([path, true]);
  }
  expect(parseContentPath("/people//ada/Ärger £5.csv")).toBe("people/ada/Ärger £5.csv");
});

test("links are not followed, whether they are the file or a folder on the way, for reading and for writing", async () => {
  await symlink(join(outside, "secret.txt"), join(root, "file-link.txt"));
  await symlink(outside, join(root, "folder-link"));
  for (const path of ["file-link.txt", "folder-link/secret.txt"]) {
    expect(await code(contents.readFile(path))).toBe("contents.bad-path");
    expect(await code(contents.writeFile(path, "x"))).toBe("contents.bad-path");
    expect(await code(contents.remove(path))).toBe("contents.bad-path");
  }
  expect((await contents.list("")).map((info) => info.path)).toEqual([]);
  expect(await readFile(join(outside, "secret.txt"), "utf8")).toBe("secret");
});

test("a damaged notebook is refused by name and its file stays as it was", async () => {
  await writeFile(join(root, "bad.ipynb"), '{"nbformat": 4, "cells": [');
  expect(await code(contents.readNotebook("bad.ipynb"))).toBe("contents.not-a-notebook");
  expect(await readFile(join(root, "bad.ipynb"), "utf8")).toBe('{"nbformat": 4, "cells": [');
});

test("writing leaves no temporary file, also when it fails", async () => {
  await contents.writeFile("a.txt", "one");
  await contents.writeFile("a.txt", "two");
  expect(await code(contents.writeFile("no/such/folder/a.txt", "x"))).toBe("contents.not-found");
  await mkdir(join(root, "taken"));
  expect(await code(contents.writeFile("taken", "x"))).not.toBe("no error");
  expect((await readdir(root)).toSorted()).toEqual(["a.txt", "taken"]);
  expect(Buffer.from((await contents.readFile("a.txt")).bytes).toString()).toBe("two");
});

test("renaming onto something, removing what is full, and reading a folder are refused by name", async () => {
  await contents.writeFile("a.txt", "a");
  await contents.writeFile("b.txt", "b");
  await contents.createFolder("full");
  await contents.writeFile("full/c.txt", "c");
  expect(await code(contents.rename("a.txt", "b.txt"))).toBe("contents.exists");
  expect(await code(contents.remove("full"))).toBe("contents.not-empty");
  expect(await code(contents.readFile("full"))).toBe("contents.wrong-type");
  expect(await code(contents.readFile("none.txt"))).toBe("contents.not-found");
});

test("listeners hear of writes, renames and removals, in order", async () => {
  const heard: ContentsChange["type"][] = [];
  using listening = contents.onChange((change) => heard.push(change.type));
  await contents.writeFile("a.txt", "a");
  await contents.rename("a.txt", "b.txt");
  await contents.remove("b.txt");
  expect(heard).toEqual(["written", "renamed", "deleted"]);
  expect(listening).toBeDefined();
});

test("a link that is put in a folder's place after the check leads nowhere: what was opened is what is used", async () => {
  await mkdir(join(root, "ada"));
  await writeFile(join(root, "ada", "a.txt"), "own");
  await using folder = await openFolder(root, "ada");
  await rename(join(root, "ada"), join(root, "moved"));
  await symlink(outside, join(root, "ada"));
  await writeFileAtomic(`${folder.path}/secret.txt`, "overwritten");
  expect(await readFile(`${folder.path}/a.txt`, "utf8")).toBe("own");
  expect(await readFile(join(outside, "secret.txt"), "utf8")).toBe("secret");
  expect((await readdir(join(root, "moved"))).toSorted()).toEqual(["a.txt", "secret.txt"]);
  expect(await code(openFolder(root, "ada"))).toBe("contents.bad-path");
});

test("a folder and a link that change places all the time never let anybody out", async () => {
  await mkdir(join(root, "ada"));
  await symlink(outside, join(root, "link"));
  const stop = new AbortController();
  const swapping = (async () => {
    while (!stop.signal.aborted) {
      await rename(join(root, "ada"), join(root, "kept"));
      await rename(join(root, "link"), join(root, "ada"));
      await rename(join(root, "ada"), join(root, "link"));
      await rename(join(root, "kept"), join(root, "ada"));
    }
  })();
  for (let round = 0; round < 300; round++) {
    const read = await contents.readFile("ada/secret.txt").catch(() => undefined);
    if (read !== undefined) expect(Buffer.from(read.bytes).toString()).toBe("inside");
    await contents.writeFile("ada/secret.txt", "inside").catch(() => undefined);
    await contents.remove("ada/secret.txt").catch(() => undefined);
  }
  stop.abort();
  await swapping;
  expect((await readdir(outside)).toSorted()).toEqual(["files", "secret.txt"]);
  expect(await readFile(join(outside, "secret.txt"), "utf8")).toBe("secret");
});

test("a pipe in the place of a file holds nobody up", async () => {
  execFileSync("mkfifo", [join(root, "pipe.csv")]);
  expect(await code(contents.readFile("pipe.csv"))).toBe("contents.wrong-type");
});

test("a notebook of 200,000 levels is refused by name and stays as it was", async () => {
  const deep = "[".repeat(200_000) + "]".repeat(200_000);
  const text = `{"nbformat":4,"nbformat_minor":5,"cells":[],"metadata":{"deep":${deep}}}`;
  await contents.writeFile("deep.ipynb", text);
  expect(await code(contents.readNotebook("deep.ipynb"))).toBe("contents.not-a-notebook");
  expect(Buffer.from((await contents.readFile("deep.ipynb")).bytes).toString()).toBe(text);
});

test("a folder can't be moved into itself, nor anything onto a file that came in the last moment", async () => {
  await contents.createFolder("a/b");
  expect(await code(contents.rename("a", "a/b/c"))).toBe("contents.bad-path");
  await contents.writeFile("one.txt", "one");
  await contents.writeFile("two.txt", "two");
  const moves = [code(contents.rename("one.txt", "new.txt")), code(contents.rename("two.txt", "new.txt"))];
  expect((await Promise.all(moves)).toSorted()).toEqual(["contents.exists", "no error"]);
  expect((await contents.list("")).filter(({ type }) => type === "file")).toHaveLength(2);
});

test("a name is given once, however many ask for it at the same moment", async () => {
  const tries = [1, 2, 3].map((number) => code(contents.createFile("Untitled.ipynb", String(number))));
  expect((await Promise.all(tries)).toSorted()).toEqual(["contents.exists", "contents.exists", "no error"]);
});

test("copies of an earlier time go with their file, and a new file of its name does not get them", async () => {
  const saved = join(outside, "saved");
  await mkdir(saved);
  const checkpoints = new Checkpoints(saved, contents);
  await contents.createFolder("notes");
  await contents.writeFile("notes/a.txt", "first");
  const { id } = await checkpoints.create("notes/a.txt");
  await contents.writeFile("notes/a.txt", "second");
  await contents.rename("notes", "work");
  await checkpoints.follow("notes", "work");
  await checkpoints.restore("work/a.txt", id);
  expect(Buffer.from((await contents.readFile("work/a.txt")).bytes).toString()).toBe("first");
  expect(await code(checkpoints.restore("work/a.txt", "other"))).toBe("contents.checkpoint-not-found");
  await contents.remove("work/a.txt");
  await contents.remove("work");
  await checkpoints.forget("work");
  expect(await checkpoints.list("work/a.txt")).toEqual([]);
});
