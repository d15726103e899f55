import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { registerDiff } from "./diff.js";
import { registerPublish } from "./publish.js";

const folder = mkdtempSync(join(tmpdir(), "publish-"));
let turn = 0;
let source = "";
let site = "";
beforeEach(() => {
  turn += 1;
  source = join(folder, `package-${turn}`);
  site = join(folder, `site-${turn}`);
  mkdirSync(source);
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a command in this process; gives what it printed and how it would end. */
async function run(...args: string[]): Promise<{ out: string; err: string; code: unknown }> {
  let [out, err] = ["", ""];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => (out += String(text)) !== "");
  vi.spyOn(process.stderr, "write").mockImplementation((text) => (err += String(text)) !== "");
  process.exitCode = 0;
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  registerPublish(program);
  registerDiff(program);
  await program.parseAsync(["node", "surgery", ...args]);
  return { out, err, code: process.exitCode };
}

const rows = (many: number): string =>
  `Visits in 2025 (invented)\nplace,day,visits\n${Array.from({ length: many }, (_, at) => `Place ${at},${1 + (at % 28)}/03/2025,${20 + at}`).join("\n")}\nTotal,,999\n`;

function writePackage(text: string, more: object = {}): void {
  writeFileSync(join(source, "visits.csv"), text);
  const record = {
    id: "visits",
    title: "Visits (invented)",
    description: "Visits that nobody made.",
    keeper: { name: "The Invented Group", email: "data@invented.example" },
    licence: "CC-BY-4.0",
    update: "monthly",
    rowIs: "place",
    tables: [
      {
        name: "visits",
        file: "visits.csv",
        key: ["place"],
        columns: { place: "Where.", day: "When.", visits: "How many." },
      },
    ],
    answers: {
      allowed: "Yes.",
      whose: "Ours.",
      personal: "Nobody is in it.",
      small: "None.",
      meaning: "Yes.",
      change: "Monthly.",
    },
    ...more,
  };
  writeFileSync(join(source, "publish.json"), JSON.stringify(record));
}

describe("surgery publish", () => {
  test("publishes a folder; again unchanged it writes nothing; next month's file is the next version with its difference", async () => {
    writePackage(rows(20));
    const first = await run("publish", source, "--out", site);
    expect(first).toMatchObject({
      code: 0,
      out: expect.stringContaining("✓ Published version 1 of “Visits (invented)”") as string,
    });
    const page = readFileSync(join(site, "visits", "index.html"), "utf8");
    expect(page).toContain("Left out 1 row above the headings.");
    expect(page).toContain("Left out 1 row of totals.");
    expect(page).toContain("Wrote the dates of day as year-month-day.");
    const again = await run("publish", source, "--out", site, "--json");
    expect(again.code).toBe(0);
    expect(JSON.parse(again.out)).toMatchObject({ published: false, unchanged: true, version: "v1" });
    writePackage(rows(22));
    const next = await run("publish", source, "--out", site, "--json");
    expect(JSON.parse(next.out)).toMatchObject({
      published: true,
      version: "v2",
      changes: ["22 rows now, 20 rows before.", "Rows: 2 new (rows found again by “place”)."],
    });
    const diff = await run("diff", join(site, "visits", "v1"), join(site, "visits"), "--json");
    expect(diff.code).toBe(1);
    expect(JSON.parse(diff.out)).toMatchObject({
      same: false,
      tables: [{ table: "visits", rows: { added: 2, removed: 0, changed: 0 } }],
    });
  });

  test("what stands in the way is said with why and what to do, nothing is written, and it ends with 1", async () => {
    writePackage("name,email\nAnn,ann.invented@mail.example\nBob,bob.invented@mail.example\n", { answers: {} });
    const { out, code } = await run("publish", source, "--out", site);
    expect(code).toBe(1);
    expect(out).toMatch(/✗ 2 rows seem to be about people who can be named: e-mail addresses, in “email”\./);
    expect(out).toContain("Why it matters: What is published can't be called back");
    expect(out).toContain('{"type":"drop","columns":["email"]}');
    expect(out).toContain("✗ Nobody has answered: “Are we allowed to share this?”");
    expect(out).toContain("✗ Not published yet.");
    expect(readdirSync(site)).toEqual([".publishing"]);
  });

  test("--draft writes a record to fill in, which says what is missing until it is filled in", async () => {
    writeFileSync(join(source, "Our Visits.csv"), rows(20));
    await run("publish", source, "--draft");
    const draft = JSON.parse(readFileSync(join(source, "publish.json"), "utf8")) as object;
    expect(draft).toMatchObject({
      id: "our-visits",
      tables: [{ name: "our-visits", columns: { place: {}, day: {}, visits: {} } }],
    });
    await expect(run("publish", source, "--out", site)).rejects.toMatchObject({
      code: "broken-record",
      message: expect.stringMatching(
        /- “title” is missing\.[\s\S]*- “keeper.name” is missing\.[\s\S]*- “licence” must be one of “OGL-UK-3.0”/,
      ) as string,
    });
    await expect(run("publish", source, "--draft")).rejects.toMatchObject({ code: "file-exists" });
  });

  test("PB61 how the file is to be read stands in the record: headings that moved are found and told, a sheet that is gone stops it", async () => {
    const read = (wish: object): object => ({
      tables: [
        {
          name: "visits",
          file: "visits.csv",
          key: ["place"],
          read: wish,
          columns: { place: "Where.", day: "When.", visits: "How many." },
        },
      ],
    });
    const titled = (above: number): string =>
      [...Array.from({ length: above }, () => "North,2026,7"), ...rows(20).split("\n").slice(1)].join("\n");
    writePackage(titled(1), read({ headerRow: 2 }));
    expect((await run("publish", source, "--out", site)).out).not.toContain("headings");
    const page = readFileSync(join(site, "visits", "index.html"), "utf8");
    expect(page).toContain("Took the headings from row 2.");
    expect(readFileSync(join(site, "visits", "v1", "release.json"), "utf8")).not.toContain('"read"');
    writePackage(titled(3), { ...read({ headerRow: 2 }), note: "Moved." });
    const moved = await run("publish", source, "--out", site, "--check");
    expect(moved.out).toContain("– Took the headings from row 4. Row 2 was chosen before.");
    const told = JSON.parse((await run("publish", source, "--out", site, "--check", "--json")).out) as object;
    expect(told).toMatchObject({ reading: [{ table: "visits", about: "header", outcome: "done" }] });
    writePackage(titled(1), read({ headerRow: "2", delimiter: "x" }));
    await expect(run("publish", source, "--out", site)).rejects.toThrow(
      /“tables\[0\]\.read\.headerRow” must be a whole number[^]*“tables\[0\]\.read\.delimiter” must be one of/,
    );
  });

  test("PB61 a sheet that is not there is told with the names there are; --draft names the one that was read", async () => {
    const sheet = (name: string, cells: readonly (readonly string[])[]): string =>
      `<Worksheet ss:Name="${name}"><Table>${cells.map((row) => `<Row>${row.map((cell) => `<Cell><Data ss:Type="String">${cell}</Data></Cell>`).join("")}</Row>`).join("")}</Table></Worksheet>`;
    const space = "urn:schemas-microsoft-com:office:spreadsheet";
    const book = `<?xml version="1.0"?><Workbook xmlns="${space}" xmlns:ss="${space}">${sheet("Places", [
      ["place", "hall"],
      ["Docks", "A"],
      ["Hill", "B"],
    ])}${sheet("Visits", [
      ["place", "visits"],
      ["Docks", "9"],
      ["Hill", "7"],
    ])}</Workbook>`;
    writeFileSync(join(source, "visits.xls"), book);
    await run("publish", source, "--draft");
    const draft = JSON.parse(readFileSync(join(source, "publish.json"), "utf8")) as object;
    expect(draft).toMatchObject({ tables: [{ file: "visits.xls", read: { sheet: "Places" } }] });
    const table = (wish: object): object => ({
      tables: [{ name: "visits", file: "visits.xls", read: wish, columns: { place: "Where.", visits: "How many." } }],
    });
    writePackage("", table({ sheet: "Visit" }));
    await expect(run("publish", source, "--out", site)).rejects.toThrow(
      /no sheet called “Visit”\. Its sheets are: Places, Visits/,
    );
    writePackage("", table({ sheet: "Visits" }));
    expect((await run("publish", source, "--out", site)).code).toBe(0);
    expect(readFileSync(join(site, "visits", "v1", "visits.csv"), "utf8")).toContain("Docks,9");
  });

  test("--check writes nothing, and a folder without a record says how to begin", async () => {
    await expect(run("publish", source, "--out", site)).rejects.toMatchObject({
      message: expect.stringContaining("There is no publish.json") as string,
    });
    writePackage(rows(20));
    expect((await run("publish", source, "--out", site, "--check")).out).toContain(
      "✓ It can be published as version 1.",
    );
    expect(readdirSync(folder)).not.toContain(`site-${turn}`);
  });
});

describe("surgery publish --links", () => {
  test("a source that is gone is told, and stops nothing", async () => {
    const server = createServer((request, response) => {
      response.writeHead(request.url === "/there" ? 200 : 404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      writePackage(rows(20), {
        sources: [
          { title: "Sheets", url: `${host}/there` },
          { title: "A page", url: `${host}/gone` },
        ],
      });
      const told = await run("publish", source, "--out", site, "--check", "--links");
      expect(told.out).toContain(`– The source “A page” can’t be found: ${host}/gone answers 404.`);
      expect(told.out).not.toContain("/there");
      expect(told.code).toBe(0);
      const json = await run("publish", source, "--out", site, "--check", "--links", "--json");
      expect(JSON.parse(json.out)).toMatchObject({ links: [{ state: "there" }, { state: "gone", status: 404 }] });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe("surgery publish --git-commit", () => {
  test("each version is a commit; one that was published and not committed gets its own before the next", async () => {
    const config = join(folder, "gitconfig");
    writeFileSync(config, "[user]\n\tname = The Invented Group\n\temail = data@invented.example\n");
    vi.stubEnv("GIT_CONFIG_GLOBAL", config);
    const commit = ["publish", source, "--out", site, "--git-commit", "--git-init"];
    writePackage(rows(20));
    await expect(run("publish", source, "--out", site, "--git-commit")).rejects.toThrow(
      /^It is published, and not committed\. .* Add --git-init/,
    );
    expect((await run(...commit)).out).toMatch(/✓ Committed [0-9a-f]+: Visits \(invented\): version 1\n/);
    writePackage(rows(21));
    await run("publish", source, "--out", site);
    writePackage(rows(22));
    expect(JSON.parse((await run(...commit, "--json")).out)).toMatchObject({
      commits: [{ subject: "Visits (invented): version 2" }, { subject: "Visits (invented): version 3" }],
    });
    expect((await run(...commit)).out).not.toContain("Committed");
    const log = execFileSync("git", ["-C", site, "log", "--format=%s"], { encoding: "utf8" });
    expect(log.trim().split("\n")).toEqual([3, 2, 1].map((one) => `Visits (invented): version ${one}`));
    vi.unstubAllEnvs();
  });
});

describe("surgery diff", () => {
  test("ends with 0 for the same, 1 for different, 3 for what can't be read", async () => {
    const [a, b] = ["a.csv", "b.csv"].map((name) => join(source, name)) as [string, string];
    writeFileSync(a, rows(20));
    writeFileSync(b, rows(20).replace("Place 3,4/03/2025,23", "Place 3,4/03/2025,50"));
    expect(await run("diff", a, a)).toMatchObject({
      code: 0,
      out: "Nothing is different: 20 rows, the same in both.\n",
    });
    expect(await run("diff", a, b, "--key", "place")).toMatchObject({
      code: 1,
      out: "Rows: 1 changed (rows found again by “place”).\nWhat changed: “visits” in 1 row.\n  Place 3: “visits” was “23”, is “50”\n",
    });
    expect(await run("diff", a, join(source, "none.csv"))).toMatchObject({
      code: 3,
      out: "",
      err: expect.stringContaining("There is no file called") as string,
    });
  });
});
