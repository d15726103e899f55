import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { openZipFile } from "../../packs/zip-file.js";
import { planRelease } from "../plan-release.js";
import { recordFor, toPublish } from "../test-set.js";
import { publishToFolder } from "./publish-to-folder.js";
import { zipSite } from "./zip-site.js";

test("a site in a zip is the site, byte for byte and the same each time, without what is for the tool only", async () => {
  const folder = await mkdtemp(join(tmpdir(), "zip-site-"));
  try {
    const site = join(folder, "site");
    const given = await toPublish("place,n\nA,1\nB,2\n", "visits");
    const now = new Date("2026-11-29T12:00:00.000Z");
    await publishToFolder(site, "invented-set", (previous) =>
      planRelease([given], recordFor([given.table]), previous, { now }),
    );
    const [one, two] = [join(folder, "one.zip"), join(folder, "two.zip")];
    await zipSite(site, one);
    await zipSite(site, two);
    expect(await readFile(one)).toEqual(await readFile(two));
    const zip = openZipFile(one);
    const names = zip.entries.map(({ name }) => name);
    expect(names).toContain("invented-set/v1/visits.csv");
    expect(names).toContain("index.html");
    expect(names.filter((name) => name.startsWith(".publishing"))).toEqual([]);
    for (const entry of zip.entries)
      expect(await buffer(zip.stream(entry))).toEqual(await readFile(join(site, entry.name)));
    await expect(zipSite(folder, join(folder, "three.zip"))).rejects.toMatchObject({ code: "broken-site" });
  } finally {
    await rm(folder, { recursive: true });
  }
});
