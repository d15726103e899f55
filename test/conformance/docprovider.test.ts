/** A client that we did not write: the published `@jupyter/docprovider` edits in our rooms without change. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { openRoomServer, writeNotebookFile } from "../../server/src/rooms/test-room-server.js";

const path = "shared/ann/lesson.ipynb";
const page = join(import.meta.dirname, "docprovider-page.mjs");

interface Seen {
  readonly opened: string[];
  readonly ann: { readonly cells: { readonly source: string }[] };
  readonly tom: unknown;
  readonly documentId: string;
  readonly path: string;
  readonly names: string[];
}

test("@jupyter/docprovider opens, edits in both directions, saves, and shows who is there", async () => {
  await using server = await openRoomServer({
    settings: { times: { quiet: 60_000, longest: 60_000, linger: 60_000 } },
  });
  await writeNotebookFile(server.folder, path, ["1 + 1"]);
  const { stdout } = await promisify(execFile)(process.execPath, [page, String(server.port), path], {
    timeout: 150_000,
  });
  const seen = JSON.parse(stdout.slice(stdout.indexOf('{"opened"'))) as Seen;
  expect(seen.opened).toEqual(["1 + 1"]);
  expect(seen.ann.cells.map((cell) => cell.source)).toEqual(["ann 1 + 1", "from tom"]);
  expect(seen.tom).toEqual(seen.ann);
  expect(new Set(seen.names)).toEqual(new Set(["ann", "tom"]));
  expect(seen.path).toBe(path);
  expect(seen.documentId).toMatch(/^json:notebook:[0-9a-f]{32}$/);
  // Nothing saves by itself here for a minute: it was the page's own save that was answered.
  expect(await readFile(join(server.folder, "files", path), "utf8")).toContain("ann 1 + 1");
});
