import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, expect, test, vi } from "vitest";
import { registerNotebook } from "./notebook.js";

const folder = mkdtempSync(join(tmpdir(), "notebook-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("surgery notebook makes a notebook in the group's words, and never onto one that is there", async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const [file, out] = [join(folder, "meals.csv"), join(folder, "meals.ipynb")];
  writeFileSync(file, "ward,meals\nAsh,10\nBirch,20\n");
  const make = (): Promise<Command> => {
    const program = new Command().exitOverride();
    registerNotebook(program);
    const words = ["--one-row", "lunch", "--question", "Who comes?"];
    return program.parseAsync(["node", "surgery", "notebook", file, "--out", out, ...words]);
  };
  await make();
  const made = readFileSync(out, "utf8");
  expect(made).toContain("Who comes?");
  expect(made).toContain('read(\\"meals.csv\\")');
  expect(JSON.parse(made)).toMatchObject({ nbformat: 4, metadata: { kernelspec: { name: "surgery" } } });
  await expect(make()).rejects.toMatchObject({ code: "file-exists" });
  expect(readFileSync(out, "utf8")).toBe(made);
});

test("a folder that is not there is named in plain words", async () => {
  const file = join(folder, "places.csv");
  writeFileSync(file, "ward,meals\nAsh,10\nBirch,20\n");
  const missing = join(folder, "nowhere");
  const program = new Command().exitOverride();
  registerNotebook(program);
  const made = program.parseAsync(["node", "surgery", "notebook", file, "--out", join(missing, "a.ipynb")]);
  await expect(made).rejects.toMatchObject({
    code: "file-not-found",
    message: `There is no folder called ${missing} to put the notebook in. Make it first, or choose another place with --out.`,
  });
});
