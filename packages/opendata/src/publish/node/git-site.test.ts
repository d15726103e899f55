import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { planRelease } from "../plan-release.js";
import { recordFor, toPublish } from "../test-set.js";
import { commitSite } from "./git-site.js";
import { publishToFolder } from "./publish-to-folder.js";
import { retireInFolder } from "./retire-in-folder.js";

const id = "invented-set";
let folder = "";
let site = "";
let turn = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "git-site-"));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  site = join(folder, `site-${++turn}`);
  await mkdir(site);
  // Settings of whoever runs the tests have no say.
  const config = join(folder, `config-${turn}`);
  await writeFile(config, "[user]\n\tname = The Invented Group\n\temail = data@invented.example\n");
  vi.stubEnv("GIT_CONFIG_GLOBAL", config);
  vi.stubEnv("GIT_CONFIG_NOSYSTEM", "1");
});
afterEach(() => vi.unstubAllEnvs());

const git = (...args: string[]): string =>
  execFileSync("git", ["-C", site, ...args], { encoding: "utf8", stdio: "pipe" });
const committedFiles = (): string[] => git("ls-tree", "-r", "--name-only", "HEAD").trim().split("\n");

async function publish(rows: number, more: object = {}): Promise<void> {
  const lines = Array.from({ length: rows }, (_, at) => `Place ${at},${10 + at}`);
  const tables = [await toPublish(`place,parcels\n${lines.join("\n")}\n`, "visits")];
  const record = recordFor(
    tables.map(({ table }) => table),
    more,
  );
  await publishToFolder(site, record.id, (before) =>
    planRelease(tables, record, before, { now: new Date(Date.UTC(2026, 10, rows - 20)) }),
  );
}

describe("a site as a Git repository", () => {
  test("PB39 each version is a commit that says what is different; without a change there is none", async () => {
    await publish(30);
    expect(await commitSite(site, { init: true })).toMatchObject({ subject: "An invented data set: version 1" });
    await publish(31);
    await commitSite(site);
    expect(await commitSite(site)).toBeUndefined();
    expect(git("log", "--format=%an|%s").trim().split("\n")).toEqual([
      "The Invented Group|An invented data set: version 2",
      "The Invented Group|An invented data set: version 1",
    ]);
    expect(git("log", "-1", "--format=%b")).toMatch(/^- 31 rows now, 30 rows before\.\n- Rows: 1 new/);
    expect(git("log", "-1", "--format=%b", "HEAD~1").trim()).toBe("- First version.");
    expect(git("status", "--porcelain")).toBe("");
    expect(committedFiles()).toEqual(
      expect.arrayContaining([
        ".gitattributes",
        ".nojekyll",
        "CITATION.cff",
        "README.md",
        `${id}/v1/visits.csv`,
      ]) as string[],
    );
    expect(committedFiles().filter((path) => path.startsWith(".publishing"))).toEqual([]);
  });

  test("PB39 a clone where Git changes line ends has the same bytes: every checksum holds", async () => {
    await publish(30);
    await commitSite(site, { init: true });
    const clone = join(folder, `clone-${turn}`);
    execFileSync("git", ["-c", "core.autocrlf=true", "-c", "core.eol=crlf", "clone", "--quiet", site, clone]);
    const sums = (await readFile(join(clone, id, "v1", "SHA256SUMS"), "utf8")).trim().split("\n");
    expect(sums.length).toBeGreaterThan(5);
    for (const line of sums) {
      const [sum, name = ""] = line.split("  ");
      const bytes = await readFile(join(clone, id, "v1", name));
      expect([name, createHash("sha256").update(bytes).digest("hex")]).toEqual([name, sum]);
    }
  });

  test("PB39 what somebody else staged is never committed along; what lies about is not added", async () => {
    await publish(30);
    await commitSite(site, { init: true });
    await publish(31);
    await writeFile(join(site, "notes.txt"), "mine");
    await writeFile(join(site, id, "secret.xlsx"), "mine too");
    git("add", "notes.txt");
    await expect(commitSite(site)).rejects.toThrow("Something else is waiting to be committed there (notes.txt)");
    expect(git("log", "--format=%s").trim()).toBe("An invented data set: version 1");
    git("restore", "--staged", "notes.txt");
    await commitSite(site);
    expect(git("status", "--porcelain").trim().split("\n")).toEqual([`?? ${id}/secret.xlsx`, "?? notes.txt"]);
  });

  test("PB39 stopped after it was staged, or two versions behind: the next call makes the commit", async () => {
    await publish(30);
    await commitSite(site, { init: true });
    await publish(31);
    git("add", "--all", "--", id);
    await publish(32);
    expect(await commitSite(site)).toMatchObject({ subject: "An invented data set: versions 2 to 3" });
    expect(git("log", "-1", "--format=%b")).toMatch(/Version 2:\n- 31 rows now[\s\S]*Version 3:\n- 32 rows now/);
    expect(git("status", "--porcelain")).toBe("");
  });

  test("PB39 a folder of a larger repository is left alone unless it is meant, and then nothing else is touched", async () => {
    execFileSync("git", ["init", "--quiet", site]);
    await writeFile(join(site, "other.txt"), "theirs");
    const outer = site;
    site = join(outer, "docs", "data");
    await publish(30);
    await expect(commitSite(site)).rejects.toThrow("part of a larger Git repository");
    await commitSite(site, { within: true });
    expect(git("status", "--porcelain").trim()).toBe("?? other.txt");
    await publish(31);
    await writeFile(join(outer, "other.txt"), "theirs");
    execFileSync("git", ["-C", outer, "add", "other.txt"]);
    await expect(commitSite(site, { within: true })).rejects.toThrow("(other.txt)");
  });

  test("PB39 files that Git ignores elsewhere are in it all the same", async () => {
    const excludes = join(folder, `excludes-${turn}`);
    await writeFile(excludes, "*.csv\n");
    await publish(30);
    await commitSite(site, { init: true });
    git("config", "core.excludesFile", excludes);
    await publish(31);
    await commitSite(site);
    expect(committedFiles()).toContain(`${id}/v2/visits.csv`);
  });

  test("PB39 a retired set whose files were removed is told, and its files leave the newest commit", async () => {
    await publish(30);
    await commitSite(site, { init: true });
    const at = new Date("2026-12-01T12:00:00Z");
    await retireInFolder(site, id, {
      title: "An invented data set",
      why: "Over.",
      at,
      version: "v1",
      keepFiles: false,
    });
    expect(await commitSite(site)).toMatchObject({ subject: `Retired: ${id}` });
    expect(committedFiles().filter((path) => path.startsWith(id))).toEqual([`${id}/index.html`, `${id}/retired.json`]);
  });

  test("PB39 without a repository, a name, or in the middle of a merge it says what to do; a hook that refuses leaves nothing staged", async () => {
    await publish(30);
    await expect(commitSite(site)).rejects.toThrow("Add --git-init");
    await writeFile(process.env["GIT_CONFIG_GLOBAL"] ?? "", "");
    await expect(commitSite(site, { init: true })).rejects.toThrow("Git does not know who commits");
    git("config", "user.name", "The Invented Group");
    git("config", "user.email", "data@invented.example");
    const hook = join(site, ".git", "hooks", "pre-commit");
    await mkdir(join(site, ".git", "hooks"), { recursive: true });
    await writeFile(hook, "#!/bin/sh\necho 'Not on Sundays.' >&2\nexit 1\n");
    await chmod(hook, 0o755);
    await expect(commitSite(site)).rejects.toThrow("Git did not take the commit: Not on Sundays.");
    expect(git("diff", "--cached", "--name-only")).toBe("");
    await rm(hook);
    await commitSite(site);
    await publish(31);
    await writeFile(join(site, ".git", "MERGE_HEAD"), git("rev-parse", "HEAD"));
    await expect(commitSite(site)).rejects.toThrow("in the middle of a merge");
  });

  test("PB39 a title that looks like orders to Git or has lines in it is text of the message", async () => {
    await publish(30, { title: "--amend # not a comment\nCo-authored-by: nobody" });
    await commitSite(site, { init: true });
    expect(git("log", "-1", "--format=%s").trim()).toBe("--amend # not a comment Co-authored-by: nobody: version 1");
  });
});

describe("what a repository shows", () => {
  test("PB39 a list of the sets and how to cite; files that somebody wrote themselves, and lines of theirs, stay", async () => {
    await writeFile(join(site, "README.md"), "# Our own words\n");
    await writeFile(join(site, ".gitignore"), "node_modules/");
    await publish(30);
    expect(await readFile(join(site, "README.md"), "utf8")).toBe("# Our own words\n");
    expect(await readFile(join(site, ".gitignore"), "utf8")).toBe("node_modules/\n.publishing/\n");
    expect(await readFile(join(site, "CITATION.cff"), "utf8")).toMatch(
      /cff-version: 1\.2\.0\nmessage: ".*"\ntype: dataset\ntitle: "Open data of The Invented Group"\nauthors:\n {2}- name: "The Invented Group"\ndate-released: 2026-11-10\nlicense: CC-BY-4\.0\n$/,
    );
    await rm(join(site, "README.md"));
    await publish(31);
    expect(await readFile(join(site, "README.md"), "utf8")).toContain(
      "| [An invented data set](invented-set/v2/README.md) | 2 | 11 November 2026 |",
    );
  });
});
