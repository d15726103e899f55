import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { registerPack } from "./pack.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pack-command-"));
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
  registerPack(program);
  await program.parseAsync(["node", "surgery", "pack", ...args]);
  return printed;
}

test("a pack is made, installed into the data folder, listed and checked", async () => {
  const csv = join(folder, "ONSPD_MAY_2025_UK.csv");
  // In the official layout, invented.
  const heading = "pcd7,pcd8,pcds,dointr,doterm,lad25cd,wd25cd,lsoa21cd";
  const rows = [
    "B47YG,B4  7YG,B4 7YG,199501,,E08000025,E05011151,E01033620",
    "M11AA,M1 1AA,M1 1AA,199501,,E08000003,E05011376,E01033658",
  ];
  writeFileSync(csv, [heading, ...rows, ""].join("\n"));
  const [out, data] = [join(folder, "birmingham"), join(folder, "data")];
  const wanted = ["--from", csv, "--out", out, "--date", "May 2025", "--where", "local_authority=E08000025"];
  const made = await run("build", "uk-postcodes", ...wanted);
  expect(made).toContain("1 places (postcodes); 2 files");
  expect(made).toContain("Contains Royal Mail data © Royal Mail copyright and database right 2025");
  expect(await run("add", out, "--data", data)).toContain('await openPack("uk-postcodes")');
  expect(readdirSync(join(data, "packs"))).toEqual(["uk-postcodes"]);
  await expect(run("add", out, "--data", data)).rejects.toThrow("--replace");
  const listed = await run("list", "--data", data);
  expect(listed).toMatch(/Installed:\n {2}uk-postcodes: Postcodes of Great Britain/);
  expect(listed).toMatch(/Shipped:\n {2}london-boroughs: London boroughs/);
  expect(listed).toContain("local-authorities, small-areas, uk-postcodes, uk-wards");
  expect(await run("check", join(data, "packs", "uk-postcodes"))).toContain("all as packed");
});

test("what must be downloaded is said with its page; a choice that is none is refused", async () => {
  await expect(run("build", "uk-wards", "--out", join(folder, "w"), "--date", "2025")).rejects.toThrow(
    /download “Ward to Local Authority District Lookup in the UK, as CSV” .* from https:\/\/geoportal\.statistics\.gov\.uk/,
  );
  await expect(
    run("build", "uk-wards", "--out", join(folder, "w"), "--date", "2025", "--where", "Birmingham"),
  ).rejects.toThrow(/--where takes a column/);
});
