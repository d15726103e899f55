import { AppError } from "@data-surgery/contract";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseContentPath } from "./content-path.js";
import { fileContents, type Contents, type ContentsChange } from "./contents.js";

let outside: string;
let root: string;
let contents: Contents;

const swapper = `
const fs = require("node:fs");
const [root, outside] = process.argv.slice(1);
const [work, aside, link] = ["work", "aside", "link"].map((name) => root + "/" + name);
fs.symlinkSync(outside, link);
for (;;) {
  fs.renameSync(work, aside);
  fs.renameSync(link, work);
  fs.renameSync(work, link);
  fs.renameSync(aside, work);
}`;

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

test.skipIf(process.platform === "win32")("a pipe that a kernel left is not a file: nobody waits at it", async () => {
  execFileSync("mkfifo", [join(root, "data.csv")]);
  expect(await code(contents.readFile("data.csv"))).toBe("contents.wrong-type");
  expect(await code(contents.stat("data.csv"))).toBe("contents.wrong-type");
  expect(await code(contents.copy("data.csv", "copy.csv"))).toBe("contents.wrong-type");
  expect((await contents.list("")).map((info) => info.path)).toEqual([]);
});

test.skipIf(process.platform !== "linux")(
  "a folder that is a link now and then leads nobody out, for reading or for writing",
  async () => {
    await mkdir(join(root, "work"));
    await writeFile(join(root, "work", "secret.txt"), "mine");
    // What a hostile kernel would do all the time: swap the folder for a link and back.
    const swapping = spawn(process.execPath, ["-e", swapper, root, outside], { stdio: "ignore" });
    try {
      const seen = new Set<string>();
      for (let tries = 0; tries < 1500; tries++) {
        seen.add(
          await contents.readFile("work/secret.txt").then(
            ({ bytes }) => Buffer.from(bytes).toString(),
            () => "refused",
          ),
        );
        await contents.writeFile("work/planted.txt", "x").catch(() => undefined);
      }
      expect([...seen].filter((text) => text !== "mine" && text !== "refused")).toEqual([]);
      expect(seen.has("refused")).toBe(true);
      expect((await readdir(outside)).toSorted()).toEqual(["files", "secret.txt"]);
    } finally {
      swapping.kill("SIGKILL");
      await once(swapping, "exit");
    }
  },
  60_000,
);

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
