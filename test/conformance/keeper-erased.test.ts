/** `surgery person erase`, as somebody types it, of a person who published: nothing of them is left, what they published is, and it finds a keeper. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inventedAbout } from "../../server/src/publishing/test-publishing-app.js";
import { openComposed } from "../support/composed.js";
import { everyFile, person, seen } from "../support/person-command.js";
import { begin, page, post, publish } from "../support/publish.js";

const site = "/data/visits-to-ambleford-hall/";
const canaries = ["quillfeather", "keeper-canary"];
test(
  "PU13 PU17 a keeper who is erased is in no byte of the data folder; the site stays whole, looks for a keeper, and a trainer takes it and hands it on",
  { timeout: 300_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "surgery-keeper-"));
    const data = join(folder, "data");
    try {
      let base: string;
      {
        await using house = await openComposed({ data });
        const quill = await house.join("Quillfeather");
        base = await begin(house, quill, inventedAbout["title"] ?? "");
        await publish(house, quill, base);
        expect((await house.ask("", site)).status).toBe(200);
        // The next version is begun, and another set: copies of files with names in them.
        const path = `people/${await house.homeOf(quill)}/visits.csv`;
        await post(house, quill, `${base}/new-version`, { file: path });
        await begin(house, quill, "Quillfeather's second set");
      }
      const before = join(folder, "before");
      await cp(join(data, "open-data"), before, { recursive: true });
      expect(seen(await everyFile(data), canaries)).not.toEqual([]);
      expect(await person("erase", "Quillfeather", "--data", data, "--yes")).toMatchObject({ code: 0, stderr: "" });
      expect(seen(await everyFile(data), canaries)).toEqual([]);
      const filesOf = async (root: string): Promise<string[]> =>
        (await everyFile(root)).map(({ name, text }) => `${name} ${text}`).toSorted();
      expect(await filesOf(join(data, "open-data"))).toEqual(await filesOf(before));

      await using house = await openComposed({ data });
      const text = (await house.ask("", site)).text;
      expect(text).toContain("Looking for a keeper");
      expect(text).toContain("Version 1,");
      const trainer = await house.trainer();
      expect((await page(house, trainer, "/publish")).text).toContain("Looking for a keeper");
      expect((await post(house, trainer, `${base}/take-over`, {})).headers["location"]).toBe(`${base}?said=yours`);
      expect((await house.ask("", site)).text).not.toContain("Looking for a keeper");
      // And on to somebody who joined.
      const link =
        /(\/publish\/accept\/[\w-]+)/.exec((await post(house, trainer, `${base}/hand-over`, {})).text)?.[1] ?? "";
      const bea = await house.join("Beatrix");
      expect((await post(house, bea, link, {})).headers["location"]).toBe(`${base}?said=yours`);
      expect((await page(house, bea, base)).text).toContain("Visits to Ambleford Hall");
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
);
