/** `surgery regrade`, as a person types it, on the data folder of a workshop that was. */
import type { Notebook } from "@data-surgery/jupyter";
import Database from "better-sqlite3";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openComposed } from "../support/composed.js";

const surgery = join(import.meta.dirname, "..", "..", "packages", "cli", "bin", "surgery.js");

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function regrade(data: string, ...words: string[]): Promise<Ended> {
  const args = [surgery, "regrade", "first-look", "--data", data, ...words];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

const exercise = "/api/lessons/first-look/exercises/count-countries";

/** Somebody joins and checks a right answer; then it is as if another version of the lesson had refused it. */
async function refuseRightAnswer(data: string): Promise<void> {
  await using composed = await openComposed({ data });
  const ada = await composed.join("Ada");
  const { path } = (await composed.ask(ada, "/api/lessons/first-look/open", { method: "POST", body: {} })).json as {
    path: string;
  };
  const url = `/api/contents/${path}`;
  const { content } = (await composed.ask(ada, url)).json as { content: Notebook };
  const isIt = (ours: unknown): boolean =>
    (ours as { role?: string; exercise?: string } | undefined)?.role === "exercise" &&
    (ours as { exercise?: string }).exercise === "count-countries";
  const cells = content.cells.map((cell) =>
    isIt(cell.metadata["data_surgery"]) ? { ...cell, source: "let howMany = countries.length;" } : cell,
  );
  const body = { type: "notebook", format: "json", content: { ...content, cells } };
  expect((await composed.ask(ada, url, { method: "PUT", body })).status).toBe(200);
  const checked = await composed.ask(ada, `${exercise}/check`, { method: "POST", body: { path } });
  expect(checked.json).toMatchObject({ type: "pass" });
  const busy = await regrade(data);
  expect([busy.code, busy.stdout]).toEqual([1, ""]);
  expect(busy.stderr).toContain("is using this data folder already");
}

test("a lesson is judged again by command: refused while a server runs, shown first, then written once", async () => {
  const data = await mkdtemp(join(tmpdir(), "surgery-regrade-"));
  try {
    await refuseRightAnswer(data);
    const none = await regrade(data);
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining("nothing to look at again") as string]);
    const database = new Database(join(data, "surgery.db"));
    database.prepare("update check_attempts set lesson_hash = 'old', outcome = 'not-yet'").run();
    database.close();
    const shown = await regrade(data);
    expect(shown.stdout).toContain("1 attempt looked at again, 1 would change.");
    expect(shown.stdout).toContain("Ada, count-countries: not-yet → pass");
    const written = await regrade(data, "--apply", "--json");
    expect(JSON.parse(written.stdout)).toMatchObject({
      state: "applied",
      attempts: 1,
      changes: [{ name: "Ada", before: "not-yet", after: "pass", kept: false }],
    });
    expect((await regrade(data)).stderr).toContain("nothing to look at again");
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});
