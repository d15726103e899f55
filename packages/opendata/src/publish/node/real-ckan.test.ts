/** Against a CKAN portal that somebody runs for it: `SURGERY_TEST_CKAN` is its address, `SURGERY_CKAN_KEY` a key that may add to an organisation. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { partOf } from "../../find/answer-parts.js";
import { planRelease } from "../plan-release.js";
import { recordFor, toPublish } from "../test-set.js";
import { openCkanPortal } from "./ckan-portal.js";
import { publishToFolder } from "./publish-to-folder.js";
import { pushToCkan } from "./push-to-ckan.js";

const [portal, key] = [process.env["SURGERY_TEST_CKAN"] ?? "", process.env["SURGERY_CKAN_KEY"] ?? ""];

test.skipIf(portal === "" || key === "")(
  "a real portal: made, updated, unchanged, changed by hand, linked to",
  { timeout: 300_000 },
  async () => {
    const site = await mkdtemp(join(tmpdir(), "real-ckan-"));
    const id = "invented-set";
    const name = `invented-${Date.now().toString(36)}`;
    const rules = { allows: () => true };
    const push = (linkBase?: string): ReturnType<typeof pushToCkan> =>
      pushToCkan({ site, id, name, portal, key, ...(linkBase === undefined ? {} : { linkBase }) }, rules);
    const publish = async (rows: number, day: string): Promise<void> => {
      const lines = Array.from({ length: rows }, (_, at) => `Place ${at},${10 + at}`);
      const tables = [await toPublish(`place,parcels\n${lines.join("\n")}\n`, "visits")];
      const record = recordFor(tables.map(({ table }) => table));
      await publishToFolder(site, id, (before) => planRelease(tables, record, before, { now: new Date(day) }));
    };
    const api = openCkanPortal(portal, key, rules);
    const shown = (): Promise<unknown> => api.ask("package_show", { id: name });
    try {
      await publish(30, "2026-11-01T12:00:00Z");
      expect((await push()).isPublic).toBe(true);
      expect(await shown()).toMatchObject({ private: false, version: "1", num_resources: 2 });
      const before = await shown();
      expect((await push()).done).toEqual([]);
      expect(partOf(await shown(), "metadata_modified")).toBe(partOf(before, "metadata_modified"));
      await api.ask("package_patch", { id: name, notes: "Words of an editor." });
      await publish(31, "2026-12-01T12:00:00Z");
      expect((await push()).kept).toEqual(["The description was changed by hand in the portal, and stays."]);
      expect(await shown()).toMatchObject({ version: "2", notes: "Words of an editor.", num_resources: 2 });
      await push("https://group.invented.example/data");
      expect(await shown()).toMatchObject({
        resources: [{ url: "https://group.invented.example/data/invented-set/v2/visits.csv" }, {}],
      });
    } finally {
      await api.ask("package_delete", { id: name });
      await rm(site, { recursive: true });
    }
  },
);
