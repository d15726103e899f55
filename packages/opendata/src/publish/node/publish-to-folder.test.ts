import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordFor, toPublish } from "../test-set.js";
import { planRelease, type TableToPublish } from "../plan-release.js";
import { publishToFolder, type Planner } from "./publish-to-folder.js";
import { readLatest, readPublished } from "./read-site.js";
import { retireInFolder } from "./retire-in-folder.js";
import { finishInFolder } from "./sweep-up.js";

let folder = "";
let [first, second] = [[], []] as [TableToPublish[], TableToPublish[]];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "publishing-"));
  first = [await toPublish(rowsOf(30), "visits")];
  second = [await toPublish(rowsOf(31), "visits")];
});
afterAll(() => rm(folder, { recursive: true }));

const rowsOf = (many: number): string =>
  `place,parcels\n${Array.from({ length: many }, (_, at) => `Place ${at},${10 + at}`).join("\n")}\n`;

const planFor =
  (tables: readonly TableToPublish[], day: string): Planner =>
  (previous) =>
    planRelease(tables, recordFor(tables.map(({ table }) => table)), previous, { now: new Date(day) });
const [november, december] = ["2026-11-29T12:00:00.000Z", "2026-12-29T12:00:00.000Z"];
const id = "invented-set";

/** Every file of a site with its bytes, what is only for the tool itself left out. */
async function filesOf(site: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(site, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(site.length + 1);
    if (entry.isFile() && !path.startsWith(".publishing")) found[path] = await readFile(join(site, path), "utf8");
  }
  return found;
}

/** What is wrong with a site: files that are not those of their checksums, links that lead nowhere. */
async function faultsOf(site: string): Promise<string[]> {
  const files = await filesOf(site);
  const faults: string[] = [];
  for (const [path, text] of Object.entries(files)) {
    if (path.endsWith("SHA256SUMS"))
      for (const line of text.trim().split("\n")) {
        const [sum = "", name = ""] = line.split("  ");
        const bytes = await readFile(join(site, dirname(path), name)).catch(() => undefined);
        if (bytes === undefined || createHash("sha256").update(bytes).digest("hex") !== sum)
          faults.push(`${path}: ${name}`);
      }
    if (!path.endsWith(".html")) continue;
    for (const [, link = ""] of text.matchAll(/(?:href|src)="([^"#]*)"/g))
      if (link !== "" && !/^(?:https?:|mailto:|data:)/.test(link) && !existsSync(join(site, dirname(path), link)))
        faults.push(`${path} leads to ${link}`);
  }
  return faults;
}

async function publishedSite(
  name: string,
  ...turns: readonly (readonly [TableToPublish[], string])[]
): Promise<string> {
  const site = join(folder, name);
  for (const [tables, day] of turns) await publishToFolder(site, id, planFor(tables, day));
  return site;
}

/** Publishes the second version in a process of its own that is killed at one of its steps; gives how many steps there were until then. */
function publishAndDie(site: string, tables: string, day: string, at: number): { readonly killed: boolean } {
  const dist = join(import.meta.dirname, "../../../dist/publish/index.js");
  const code = `
    import { planRelease, publishToFolder, publishedTable } from ${JSON.stringify(pathToFileURL(dist).href)};
    import { readBytes } from ${JSON.stringify(pathToFileURL(join(dirname(dist), "../read/read-bytes.js")).href)};
    import { readFileSync } from "node:fs";
    const { record, lineage, csv } = JSON.parse(readFileSync(${JSON.stringify(tables)}, "utf8"));
    const table = publishedTable(await readBytes(new TextEncoder().encode(csv), { name: "visits.csv" }), "visits");
    let steps = 0;
    const onStep = () => { steps += 1; if (steps === ${at}) process.kill(process.pid, "SIGKILL"); };
    await publishToFolder(${JSON.stringify(site)}, ${JSON.stringify(id)},
      (previous) => planRelease([{ table, lineage }], record, previous, { now: new Date(${JSON.stringify(day)}) }), { onStep });
  `;
  const done = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });
  if (done.signal === null && done.status !== 0) throw new Error(done.stderr);
  return { killed: done.signal === "SIGKILL" };
}

describe("publishing to a folder", () => {
  test("keeps every version at its address, with pages whose links all lead somewhere", async () => {
    const site = await publishedSite("kept", [first, november], [second, december]);
    const files = await filesOf(site);
    expect(Object.keys(files).filter((path) => path.endsWith("visits.csv"))).toEqual(
      expect.arrayContaining([`${id}/v1/visits.csv`, `${id}/v2/visits.csv`]) as string[],
    );
    expect(await faultsOf(site)).toEqual([]);
    expect(files[`${id}/index.html`]).toContain('href="v2/visits.csv"');
    expect(files[`${id}/index.html`]).toContain("30 rows before");
    expect(files["index.html"]).toContain(`href="${id}/index.html"`);
    expect(files["feed.xml"]?.match(/<entry>/g)).toHaveLength(2);
    expect(await readLatest(site, id)).toMatchObject({
      version: "v2",
      versions: [{ version: "v2" }, { version: "v1" }],
    });
  });

  test(
    "killed at any step: the old version or the new one, all of it, and the next to publish finishes",
    { timeout: 600_000 },
    async () => {
      const before = await publishedSite("before", [first, november]);
      const after = await publishedSite("after", [first, november], [second, december]);
      const [old, now] = [await filesOf(before), await filesOf(after)];
      const given = join(folder, "second.json");
      const lineage = second[0]?.lineage;
      await writeFile(
        given,
        JSON.stringify({ csv: rowsOf(31), lineage, record: recordFor(second.map(({ table }) => table)) }),
      );
      const seen = new Set<string | undefined>();
      let step = 1;
      for (; step < 100; step++) {
        const site = join(folder, `killed-${step}`);
        await cp(before, site, { recursive: true });
        const { killed } = publishAndDie(site, given, december, step);
        if (!killed) break;
        expect(await faultsOf(site), `killed at step ${step}`).toEqual([]);
        const version = (await readPublished(site, id))?.summary.version;
        seen.add(version);
        for (const [path, text] of Object.entries(await filesOf(site)))
          expect([old[path], now[path]], `${path} after a kill at step ${step}`).toContain(text);
        // The same again: it finishes what was begun, or begins anew.
        await publishToFolder(site, id, planFor(second, december));
        expect(await filesOf(site), `finished after a kill at step ${step}`).toEqual(now);
        await rm(site, { recursive: true });
      }
      expect(step).toBeGreaterThan(20);
      expect([...seen]).toEqual(["v1", "v2"]);
    },
  );

  test(
    "a disk that is full at any step leaves the old version or the new one, and says which",
    { timeout: 300_000 },
    async () => {
      const before = await publishedSite("roomy", [first, november]);
      const after = await publishedSite("roomy-after", [first, november], [second, december]);
      const [old, now] = [await filesOf(before), await filesOf(after)];
      for (let step = 1; ; step++) {
        const site = join(folder, `full-${step}`);
        await cp(before, site, { recursive: true });
        let steps = 0;
        const failing = publishToFolder(site, id, planFor(second, december), {
          onStep: () => {
            steps += 1;
            if (steps === step) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
          },
        });
        const error = await failing.then(
          () => undefined,
          (reason: unknown) => reason as Error & { code: string },
        );
        if (error === undefined) break;
        expect(error.code).toBe("disk-full");
        const isNew = error.message.includes("The new version is published");
        expect(isNew || error.message.includes("Nothing of the new version was published")).toBe(true);
        expect((await readLatest(site, id))?.version).toBe(isNew ? "v2" : "v1");
        expect(await faultsOf(site)).toEqual([]);
        // Before the switch nothing at all is left of it.
        if (!isNew) expect(await filesOf(site)).toEqual(old);
        await publishToFolder(site, id, planFor(second, december));
        expect(await filesOf(site)).toEqual(now);
      }
    },
  );

  test("of two at once one publishes, and the other is told and writes nothing", async () => {
    const site = await publishedSite("busy", [first, november]);
    const turns = await Promise.allSettled([
      publishToFolder(site, id, planFor(second, december)),
      publishToFolder(site, id, planFor(second, december)),
    ]);
    expect(turns.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const lost = turns.find((turn) => turn.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "publishing-busy" });
    expect(String(lost?.reason)).toMatch(
      /Somebody else is publishing to this folder just now\. It began at \d\d:\d\d UTC on this computer/,
    );
    expect((await readLatest(site, id))?.versions).toHaveLength(2);
    expect(await faultsOf(site)).toEqual([]);
  });

  test("a release that is not ready leaves no trace beside what is there", async () => {
    const site = await publishedSite("blocked", [first, november]);
    const old = await filesOf(site);
    const release = await publishToFolder(site, id, (previous) =>
      planRelease(second, recordFor([], { tables: [] }), previous, { now: new Date(december) }),
    );
    expect(release.ready).toBe(false);
    expect(await filesOf(site)).toEqual(old);
  });

  test("a published file that somebody changed is found before the next version is built on it", async () => {
    const site = await publishedSite("changed", [first, november]);
    await writeFile(join(site, id, "v1", "visits.csv"), "place,parcels\nElsewhere,1\n");
    await expect(publishToFolder(site, id, planFor(second, december))).rejects.toMatchObject({
      code: "broken-site",
      message: expect.stringContaining("invented-set/v1/visits.csv is not as it was written") as string,
    });
  });

  test("PB51 a retired id is not published again, and what somebody left half done before costs it none of its versions", async () => {
    const site = await publishedSite("retired", [first, november]);
    const retirement = {
      title: "Visits",
      why: "The hall closed.",
      at: new Date(december),
      version: "v1",
      keepFiles: true,
    };
    await writeFile(join(site, ".publishing", `unfinished-${id}`), "");
    await retireInFolder(site, id, retirement);
    const old = await filesOf(site);
    await expect(publishToFolder(site, id, planFor(second, december))).rejects.toMatchObject({
      code: "set-retired",
      message: expect.stringContaining("none of its old versions is lost") as string,
    });
    expect(await filesOf(site)).toEqual(old);
    // A mark that somebody left afterwards costs nothing either.
    await writeFile(join(site, ".publishing", `unfinished-${id}`), "");
    expect(await finishInFolder(site)).toBe(true);
    expect(await filesOf(site)).toEqual(old);
    expect(Object.keys(old)).toContain(`${id}/v1/visits.csv`);
    // Brought back as the message says: the next version comes after the old ones.
    await rename(join(site, id, "retired.json"), join(site, id, "latest.json"));
    await publishToFolder(site, id, planFor(second, december));
    expect((await readLatest(site, id))?.versions.map(({ version }) => version)).toEqual(["v2", "v1"]);
    expect(await faultsOf(site)).toEqual([]);
  });

  test("PB52 pages that lag behind their switch follow without anything being published", async () => {
    const site = await publishedSite("lagging", [first, november]);
    await expect(
      publishToFolder(site, id, planFor(second, december), {
        onStep: (step) => {
          if (step === "renew the page of the set") throw Object.assign(new Error("full"), { code: "ENOSPC" });
        },
      }),
    ).rejects.toMatchObject({ code: "disk-full" });
    expect((await filesOf(site))[`${id}/index.html`]).not.toContain("Version 2,");
    expect(await finishInFolder(site)).toBe(true);
    expect((await filesOf(site))[`${id}/index.html`]).toContain("Version 2,");
    expect(await finishInFolder(site)).toBe(false);
  });

  test("a folder with other people's files is left alone", async () => {
    const site = join(folder, "foreign");
    await mkdir(site);
    await writeFile(join(site, "index.html"), "mine");
    await expect(publishToFolder(site, id, planFor(first, november))).rejects.toMatchObject({ code: "broken-site" });
    expect(await readdir(site)).toEqual(["index.html"]);
  });
});
