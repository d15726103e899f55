/** A running server looks at the sources of published data by itself, where its settings say so, and stops while a host is silent. */
import { composeServer, ConfigError, parseConfig, type ConfigInput } from "@data-surgery/server";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { planRelease } from "../../packages/opendata/src/publish/plan-release.js";
import { publishToFolder } from "../../packages/opendata/src/publish/node/publish-to-folder.js";
import { recordFor, toPublish } from "../../packages/opendata/src/publish/test-set.js";
import { migrations } from "../../server/src/compose.js";
import { createDataSets } from "../../server/src/publishing/data-sets.js";
import { plainSet } from "../../server/src/publishing/test-data-set.js";
import { openStore } from "../../server/src/store/index.js";

test("PU45 only where it is meant: settings say which servers look at sources, and whether hosts of this network are asked", () => {
  const settings = (input: Partial<ConfigInput>): readonly boolean[] => {
    const { checksSources, reachesLocal } = parseConfig({ env: {}, ...input });
    return [checksSources, reachesLocal];
  };
  expect(settings({})).toEqual([false, false]);
  expect(settings({ lan: true })).toEqual([true, false]);
  expect(settings({ publicUrl: "https://surgery.example.org" })).toEqual([true, false]);
  expect(settings({ lan: true, env: { SURGERY_CHECK_SOURCES: "no" } })).toEqual([false, false]);
  expect(settings({ env: { SURGERY_CHECK_SOURCES: "yes", SURGERY_REACH_LOCAL: "yes" } })).toEqual([true, true]);
  expect(() => settings({ env: { SURGERY_REACH_LOCAL: "1" } })).toThrow(ConfigError);
});

test("PU43 a started server asks the host of a source, and closes though that says nothing", async () => {
  const data = await mkdtemp(join(tmpdir(), "sources-"));
  const asked = Promise.withResolvers<string>();
  const host = createServer((request) => asked.resolve(`${request.method} ${request.url}`));
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  try {
    const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/visits.csv`;
    await publishedSet(data, url);
    const env = { SURGERY_CHECK_SOURCES: "yes", SURGERY_REACH_LOCAL: "yes" };
    const server = await composeServer(parseConfig({ port: "0", data, env }));
    expect(await asked.promise).toBe("HEAD /visits.csv");
    await server.close();
  } finally {
    host.closeAllConnections();
    host.close();
    await rm(data, { recursive: true, maxRetries: 5 });
  }
});

/** A set in the site and in the store, as a server leaves them. */
async function publishedSet(data: string, url: string): Promise<void> {
  const site = join(data, "open-data");
  await mkdir(site, { recursive: true });
  const lines = Array.from({ length: 20 }, (_, at) => `Place ${at},${10 + at}`);
  const tables = [await toPublish(`place,visits\n${lines.join("\n")}\n`, "visits")];
  const record = recordFor(
    tables.map(({ table }) => table),
    { id: "visits", sources: [{ title: "Invented sheets", url, licence: "CC0" }] },
  );
  await publishToFolder(site, "visits", (before) =>
    planRelease(tables, record, before, { now: new Date("2026-11-01T12:00:00Z") }),
  );
  const store = await openStore({ type: "sqlite", file: join(data, "surgery.db") }, migrations);
  try {
    const sets = createDataSets(store);
    const { id } = await sets.create(plainSet, () => false);
    await sets.published(id, "v1", Date.parse("2026-11-01T12:00:00Z"));
  } finally {
    await store.close();
  }
}
