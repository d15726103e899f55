import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { evidencePack } from "./evidence-pack.js";
import { zipOf } from "./pack-files.js";
import { checkEvidence, readEvidence } from "./read-evidence.js";

const folder = await mkdtemp(join(tmpdir(), "read-evidence-"));
afterAll(() => rm(folder, { recursive: true }));
const pack = await evidencePack({ question: "Is there a need?", findings: [{ sentence: "24 people came." }] });
const made = await pack.files();
const changed = (name: string, text: string): ReadonlyMap<string, Uint8Array> =>
  new Map([...made, [name, new TextEncoder().encode(text)]]);

test("what was saved is read back and is whole", async () => {
  const path = join(folder, "whole.zip");
  await pack.save(path);
  expect(checkEvidence(await readEvidence(path))).toMatchObject({
    faults: [],
    record: { question: "Is there a need?", findings: [{ sentence: "24 people came." }] },
  });
});

test.each([
  ["evidence.html", "<p>2,400 people came.</p>", "evidence.html is not the file that was packed"],
  ["data/more.csv", "a\n1\n", "data/more.csv was put in later"],
  ["SHA256SUMS", "nonsense\n", "has a line that is no checksum"],
])("a changed %s is told", (name, text, words) => {
  expect(checkEvidence(changed(name, text)).faults.join("\n")).toContain(words);
});

test("a file that is gone is told", () => {
  const files = new Map(made);
  files.delete("README.md");
  expect(checkEvidence(files).faults).toEqual(["README.md is missing."]);
});

test.each([
  "null",
  "[]",
  "{",
  '{"format":"other"}',
  '{"format":"data-surgery-evidence/1","question":"?","notebook":{"path":"data/../../x.ipynb"}}',
])("a record that is none, or leads elsewhere, is refused: %s", (text) => {
  expect(() => checkEvidence(changed("evidence.json", text))).toThrow(
    expect.objectContaining({ code: "broken-record" }),
  );
});

test("a zip that would write outside its folder, or is none, is refused in words", async () => {
  const bad = join(folder, "bad.zip");
  await writeFile(bad, zipOf(new Map([["../out.txt", new Uint8Array([1])]])));
  await expect(readEvidence(bad)).rejects.toMatchObject({ code: "broken-zip" });
  await writeFile(bad, "no zip");
  await expect(readEvidence(bad)).rejects.toMatchObject({ code: "broken-zip" });
  await expect(readEvidence(join(folder, "nothing.zip"))).rejects.toMatchObject({ code: "file-not-found" });
});
