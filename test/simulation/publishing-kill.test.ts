/** The real server, killed with -9 at some moment of publishing and started again: what readers see is whole, and the keeper goes on. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { inventedAbout, inventedVisits } from "../../server/src/publishing/test-publishing-app.js";
import { joined } from "../support/composed.js";
import { begin, page, post, publish } from "../support/publish.js";
import { startServer } from "../support/running-server.js";
import { Random } from "./random.js";

const kills = process.env["SURGERY_LONG_TESTS"] === undefined ? 4 : 40;
const set = "/data/visits-to-ambleford-hall/";

test(
  `PU60 the real server killed ${kills} times while it publishes: page, folder and keeper's page agree after each start, and no version is lost`,
  { timeout: 20 * 60_000 },
  async () => {
    const data = await mkdtemp(join(tmpdir(), "surgery-publish-kill-"));
    const random = new Random(11);
    let server = await startServer({ data });
    try {
      let people = joined(server);
      const cookie = await people.join("Dana");
      const path = `people/${await people.homeOf(cookie)}/visits.csv`;
      const base = await begin(people, cookie, inventedAbout["title"] ?? "");
      await publish(people, cookie, base);
      const latest = async (): Promise<{ version: string; versions: unknown[] }> =>
        JSON.parse(await readFile(join(data, "open-data", set.slice("/data/".length), "latest.json"), "utf8")) as {
          version: string;
          versions: unknown[];
        };
      for (let turn = 1; turn <= kills; turn++) {
        const content = `${inventedVisits}\n2027-01-01,Ambleford Hall,${100 + turn},x`;
        const body = { type: "file", format: "text", content };
        await people.ask(cookie, `/api/contents/${path}`, { method: "PUT", body });
        await post(people, cookie, `${base}/new-version`, { file: path });
        const { revision } = await page(people, cookie, `${base}/ready`);
        const begun = post(people, cookie, `${base}/publish`, { revision, note: "" }).catch(() => undefined);
        await delay(random.below(1200));
        await server.kill();
        await begun;
        server = await startServer({ data });
        people = joined(server);
        const there = await latest();
        const shown = (await people.ask("", set)).text;
        expect(shown, `turn ${turn}`).toContain(`Version ${there.version.slice(1)},`);
        expect(there.versions).toHaveLength(Number(there.version.slice(1)));
        // Published by then, or still to be published: nothing in between.
        if (Number(there.version.slice(1)) === turn) {
          const again = await page(people, cookie, `${base}/ready`);
          await post(people, cookie, `${base}/publish`, { revision: again.revision, note: "" });
          await expect.poll(async () => (await latest()).version).toBe(`v${turn + 1}`);
          await expect.poll(async () => (await page(people, cookie, base)).text).not.toContain("is being prepared");
        }
        expect((await latest()).version).toBe(`v${turn + 1}`);
      }
    } finally {
      await server.kill();
      await rm(data, { recursive: true, force: true, maxRetries: 5 });
    }
  },
);
