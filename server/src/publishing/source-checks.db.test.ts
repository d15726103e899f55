import { expect, test } from "vitest";
import { forEachDialect } from "../store/test-dialects.js";
import { createDataSets } from "./data-sets.js";
import type { LookedLink } from "./outward-tasks.js";
import { createPortals } from "./portals.js";
import type { ReleaseWork } from "./release-work.js";
import { createSourceChecks } from "./source-checks.js";
import { publishingMigrations } from "./tables.js";
import { plainSet } from "./test-data-set.js";

const day = 24 * 60 * 60 * 1000;
const now = Date.parse("2026-05-03T10:00:00Z");
const link = { url: "https://council.invented.example/visits", what: "the source “Visits”" };

/** In the place of the process that asks other people's hosts: what they answer is set by the test. */
function answering(answer: () => unknown): ReleaseWork & { asked: number } {
  const work = {
    asked: 0,
    run: (): Promise<never> => {
      work.asked += 1;
      return Promise.resolve(answer() as never);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return work;
}

forEachDialect((open) => {
  test("PU43 looked at weekly; what failed again the next day; broken on the second day, whole again when it answers", async () => {
    await using at = await open([...publishingMigrations]);
    const sets = createDataSets(at.store, () => now);
    const { id } = await sets.create(plainSet, () => false);
    let looked: LookedLink[] = [{ link, finding: { url: link.url, state: "gone", status: 404 } }];
    const work = answering(() => looked);
    const options = { store: at.store, work, site: "", reachesLocal: false, onError: () => undefined };
    const checks = createSourceChecks(options);
    expect(await checks.look(now)).toBe(0);
    await sets.published(id, "v1", now);
    expect(await checks.look(now)).toBe(1);
    expect(await checks.look(now + day / 2)).toBe(0);
    expect(await checks.broken(id)).toEqual([]);
    expect(await checks.look(now + day + 1)).toBe(1);
    expect(await checks.broken(id)).toMatchObject([{ url: link.url, state: "gone", brokenSince: now }]);
    expect(await checks.look(now + 2 * day + 2)).toBe(0);
    looked = [{ link, finding: { url: link.url, state: "there", status: 200 } }];
    await checks.soon(id);
    expect(await checks.look(now + 3 * day)).toBe(1);
    expect(await checks.broken(id)).toEqual([]);
    expect(await checks.of(id)).toMatchObject([{ state: "there" }]);
    looked = [];
    expect(await checks.look(now + 11 * day)).toBe(1);
    expect(await checks.of(id)).toEqual([]);
  });

  test("PU43 one set that can't be looked at keeps nobody from the others, and is tried again next week", async () => {
    await using at = await open([...publishingMigrations]);
    const sets = createDataSets(at.store, () => now);
    for (const title of ["One", "Two"])
      await sets.published((await sets.create({ ...plainSet, title }, () => false)).id, "v1", now);
    const told: string[] = [];
    const work = answering(() => {
      if (work.asked === 1) throw new Error("a broken site");
      return [];
    });
    const checks = createSourceChecks({
      store: at.store,
      work,
      site: "",
      reachesLocal: false,
      onError: (_, slug) => void told.push(slug),
    });
    expect(await checks.look(now)).toBe(2);
    expect(told).toHaveLength(1);
    expect(await checks.look(now + 6 * day)).toBe(0);
  });

  test("PU43 a server that stops does not wait for a silent host, and what was not looked at stays due", async () => {
    await using at = await open([...publishingMigrations]);
    const sets = createDataSets(at.store, () => now);
    await sets.published((await sets.create(plainSet, () => false)).id, "v1", now);
    const stopping = new AbortController();
    const told: unknown[] = [];
    const checks = createSourceChecks({
      store: at.store,
      work: answering(() => {
        stopping.abort();
        return new Promise(() => undefined);
      }),
      site: "",
      reachesLocal: false,
      onError: (error) => void told.push(error),
    });
    await checks.look(now, stopping.signal);
    expect(told).toEqual([]);
    const again = createSourceChecks({
      site: "",
      reachesLocal: false,
      onError: () => undefined,
      store: at.store,
      work: answering(() => []),
    });
    expect(await again.look(now)).toBe(1);
  });

  test("PU40 a portal is remembered once for each data set there, with the version that it has", async () => {
    await using at = await open([...publishingMigrations]);
    const sets = createDataSets(at.store, () => now);
    const { id } = await sets.create(plainSet, () => false);
    const set = await sets.published(id, "v1", now);
    let version = "v1";
    const address = "https://data.invented.example/dataset/visits";
    const work = answering(() => ({ address, version, done: [], kept: [], organisation: "Group", isPublic: true }));
    const portals = createPortals({
      store: at.store,
      work,
      site: "",
      address: () => "",
      reachesLocal: false,
      clock: () => now,
    });
    const wish = { portal: "https://data.invented.example", organisation: "", name: "", links: false };
    await portals.push(set, wish, "key-that-nobody-keeps");
    version = "v2";
    // The page that waited for the first is asked for, and so it is over.
    expect(await portals.pushing(set)?.end()).toMatchObject({ type: "done" });
    expect(portals.pushing(set)).toBeUndefined();
    await portals.push(set, wish, "key-that-nobody-keeps");
    expect(await portals.of(id)).toMatchObject([{ address, version: "v2", organisation: "Group" }]);
  });
});
