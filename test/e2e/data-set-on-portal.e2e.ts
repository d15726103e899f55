/** In a browser: a keeper puts a data set on a portal, is told what it refuses, and reads which source has vanished. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openTestCkan } from "../../packages/opendata/src/publish/node/test-ckan.js";
import {
  inventedAbout,
  openTestPublishingApp,
  prepare,
  revisionAt,
  settleAndPublish,
} from "../../server/src/publishing/test-publishing-app.js";
import { openBrowser, openPerson } from "../support/browser.js";
import { pageFaults } from "../support/page-faults.js";

const shots = process.env["SHOTS"];
const browser = await openBrowser();
afterAll(() => browser.close());

const now = Date.parse("2026-05-03T10:00:00Z");
const day = 24 * 60 * 60 * 1000;

for (const [device, options] of Object.entries({
  desk: {},
  phone: { viewport: { width: 360, height: 720 } },
  dark: { colorScheme: "dark", javaScriptEnabled: true },
} as const)) {
  test(`PU40 onto a portal, and a source that vanished: ${device}`, { timeout: 600_000 }, async () => {
    await using app = await openTestPublishingApp({ now, reachesLocal: true });
    await using ckan = await openTestCkan();
    const council = createServer((_, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => council.listen(0, "127.0.0.1", resolve));
    const sourceUrl = `http://127.0.0.1:${(council.address() as AddressInfo).port}/visits`;
    const id = await prepare(app, "ada");
    await app.post(`/publish/${id}/about`, { ...inventedAbout, sourceUrl, revision: await revisionAt(app, id) }, "ada");
    await settleAndPublish(app, id, "ada");
    await using keeper = await openPerson(browser, options);
    const { page } = keeper;
    await page.context().addCookies([{ name: "as", value: "ada", url: app.url }]);
    const look = async (name: string): Promise<void> => {
      expect({ name, faults: await pageFaults(page) }).toEqual({ name, faults: [] });
      if (shots !== undefined)
        await page.screenshot({ path: join(shots, `portal-${device}-${name}.png`), fullPage: true });
    };

    await page.goto(`${app.url}/publish/${id}`);
    await page.getByText("Put it on a CKAN portal").click();
    await page.getByLabel("Address of the portal").fill(ckan.url);
    await page.getByLabel("Your API key there").fill("not-the-right-key");
    await page.getByRole("button", { name: "Put it there" }).click();
    await page.getByRole("alert").getByText("does not let this key do that").waitFor();
    await look("refused");
    await page.getByLabel("Your API key there").fill(ckan.key);
    await page.getByRole("button", { name: "Put it there" }).click();
    await page.getByRole("status").getByText("The portal has version 1 now").waitFor();
    expect([...ckan.sets.values()]).toMatchObject([{ private: false, version: "1" }]);

    await app.sources.look(app.now);
    await app.sources.look(app.now + day + 1000);
    await page.reload();
    await page.goto(`${app.url}/publish/${id}`);
    await page.getByText("can’t be found").waitFor();
    await page.getByText("It has version 1, the latest").waitFor();
    await look("keeper");
    await page.goto(`${app.url}/data/visits-to-ambleford-hall/`);
    await page.getByText("A source can’t be found any more:").waitFor();
    await look("reader");
    council.close();
  });
}
