import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { registerProfile } from "./profile.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "profile-"));
  writeFileSync(
    join(folder, "messy.csv"),
    "Spending in May\nPayee,When,Amount\n Acme ,03/05/2016,£5.00\nBest,13/05/2016,£6.00\nGrand Total,,£11.00\n",
  );
  writeFileSync(join(folder, "clean.csv"), "Ward,People\nAlder,50\nBirch,60\n");
  writeFileSync(join(folder, "empty.csv"), "");
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

/** Runs the command in this process and gives what it printed. */
async function run(...args: string[]): Promise<string> {
  let printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  registerProfile(program);
  await program.parseAsync(["node", "surgery", "profile", ...args]);
  return printed;
}

describe("surgery profile", () => {
  test("--json prints one object with the agreed keys and nothing else", async () => {
    const printed = await run(join(folder, "messy.csv"), "--json");
    expect(printed.trimEnd().split("\n")).toHaveLength(1);
    const found = JSON.parse(printed) as { faults: Record<string, unknown>[] };
    expect(found).toMatchObject({
      encoding: "utf-8",
      delimiter: ",",
      lineEnding: "LF",
      headerRow: 2,
      rows: 2,
      columns: [
        { name: "Payee", type: "text", missing: 0 },
        { name: "When", type: "date", missing: 0 },
        { name: "Amount", type: "currency", missing: 0 },
      ],
    });
    expect(Object.keys(found)).toEqual([
      "encoding",
      "delimiter",
      "lineEnding",
      "headerRow",
      "rows",
      "columns",
      "faults",
    ]);
    expect(found.faults.map(({ code, count, first }) => ({ code, count, first }))).toEqual([
      { code: "preamble", count: 1, first: { row: 1, column: null } },
      { code: "totals-row", count: 1, first: { row: 5, column: "Payee" } },
      { code: "padded-cells", count: 1, first: { row: 3, column: "Payee" } },
      { code: "currency-as-text", count: 2, first: { row: 3, column: "Amount" } },
    ]);
    for (const fault of found.faults) expect(Object.keys(fault)).toEqual(["code", "count", "first", "why", "fix"]);
  });

  test("for people: what the file is, each fault with place, reason and remedy, and the columns", async () => {
    const printed = await run(join(folder, "messy.csv"));
    expect(printed).toContain("messy.csv: 2 rows, 3 columns.");
    expect(printed).toContain("1. 1 row above the headings is not data: “Spending in May”.");
    expect(printed).toContain("Why it matters: Left in, every sum counts everything twice.");
    expect(printed).toContain("To do: Take the space away.");
    expect(printed).toMatch(/Amount +currency \(money\) +none missing, 5 to 6/);
    expect(await run(join(folder, "clean.csv"))).toContain("● Nothing found that is wrong with it.");
  });

  test("choices can be overruled", async () => {
    expect(JSON.parse(await run(join(folder, "messy.csv"), "--json", "--header-row", "0"))).toMatchObject({
      headerRow: null,
    });
  });

  test("a file that can't be read ends with code 1 and a sentence, a wrong option with code 2", () => {
    const surgery = join(import.meta.dirname, "..", "..", "bin", "surgery.js");
    const ends = (...args: string[]) =>
      spawnSync(process.execPath, [surgery, "profile", ...args], { encoding: "utf8" });
    expect(ends(join(folder, "empty.csv"))).toMatchObject({
      status: 1,
      stdout: "",
      stderr: expect.stringMatching(/^empty\.csv is empty: .*\n$/) as string,
    });
    expect(ends(join(folder, "clean.csv"), "--header-row", "x").status).toBe(2);
    expect(ends(join(folder, "clean.csv")).status).toBe(0);
  });
});
