import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openUploads, type Uploads } from "./uploads.js";

let folder: string;
let now: number;
let uploads: Uploads;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "surgery-uploads-"));
  now = 0;
  uploads = openUploads(folder, () => now);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const add = async (personId: string, chunk: number, text: string): Promise<string | undefined> => {
  const whole = await uploads.add({ personId, path: "a.csv", chunk, bytes: Buffer.from(text) });
  return whole === undefined ? undefined : Buffer.from(whole).toString();
};

test("parts become one file in their order, each person's own, and nothing of them stays", async () => {
  expect(await add("ana", 1, "a")).toBeUndefined();
  expect(await add("ben", 1, "x")).toBeUndefined();
  expect(await add("ana", 2, "b")).toBeUndefined();
  expect(await add("ana", -1, "c")).toBe("abc");
  expect(await add("ben", -1, "y")).toBe("xy");
  expect(await readdir(folder)).toEqual([]);
});

test("a part that is missing, comes twice, or comes after a restart breaks the upload and says so", async () => {
  await add("ana", 1, "a");
  await expect(add("ana", 3, "c")).rejects.toMatchObject({ code: "contents.upload-broken" });
  await expect(add("ana", -1, "d")).rejects.toMatchObject({ code: "contents.upload-broken" });
  await add("ana", 1, "a");
  uploads = openUploads(folder, () => now);
  await expect(add("ana", 2, "b")).rejects.toMatchObject({ code: "contents.upload-broken" });
  expect(await readdir(folder)).toEqual([]);
});

test("what nobody goes on with, and what becomes too large, is dropped", async () => {
  await add("ana", 1, "a");
  now = 11 * 60_000;
  await add("ben", 1, "x");
  expect(await readdir(folder)).toHaveLength(1);
  const large = Buffer.alloc(40 * 1024 * 1024);
  const send = (chunk: number): Promise<unknown> => uploads.add({ personId: "cas", path: "b", chunk, bytes: large });
  await send(1);
  await expect(send(-1)).rejects.toMatchObject({ code: "contents.too-large" });
  expect(await readdir(folder)).toHaveLength(1);
});
