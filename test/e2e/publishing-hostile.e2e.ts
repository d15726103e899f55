/** Hostile words in every place that a person or a file can fill, published by the server and looked at in a browser: they stay words. */
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { inventedAnswers } from "../../server/src/publishing/test-publishing-app.js";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import { joinAsLearner } from "../support/people.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

/** Each says where it stood. */
const hostile = (where: string): string =>
  `${where} "><script>window.ran="${where}"</script><img src=//evil.invalid/${where} onerror="window.ran='${where}'"></title></textarea></h1></main>`;
const bidi = "visits\u202Evsc.exe";

async function post(
  page: Page,
  path: string,
  fields: Record<string, string>,
): Promise<{ status: number; text: string }> {
  const answer = await page.request.post(server.url + path, {
    form: fields,
    headers: { origin: server.url, accept: "text/html" },
    maxRedirects: 0,
  });
  return { status: answer.status(), text: `${answer.headers()["location"] ?? ""}\n${await answer.text()}` };
}

test(
  "hostile words, formulas and addresses are words on the wizard's pages and in public, and nothing runs or loads",
  { timeout: 600_000 },
  async () => {
    await using person = await openPerson(browser);
    await joinAsLearner(person.page, server, "Dana");
    // A window of its own: the lesson in the other one goes on loading.
    const page = await person.context.newPage();
    const foreign: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(server.url) && !request.url().startsWith("data:")) foreign.push(request.url());
    });
    page.on("dialog", (dialog) => {
      foreign.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("pageerror", (error) => foreign.push(`error: ${error.message}`));
    const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const rows = Array.from({ length: 8 }, (_, at) =>
      [
        `2026-0${at + 1}-01`,
        at === 1 ? hostile("cell") : at === 2 ? '=HYPERLINK("http://evil.invalid","x")' : `Hall ${at}`,
        String(40 + at),
      ]
        .map(cell)
        .join(","),
    );
    const file = [["Month", hostile("heading"), "@SUM(1)"].map(cell).join(","), ...rows].join("\r\n");
    const sent = await page.request.post(`${server.url}/publish/upload`, {
      multipart: { upload: { name: `../../${bidi}.csv`, mimeType: "text/csv", buffer: Buffer.from(file) } },
      headers: { origin: server.url, accept: "text/html" },
      maxRedirects: 0,
    });
    const path = new URL(sent.headers()["location"] ?? "", server.url).searchParams.get("file") ?? "";
    expect(path).toMatch(/^people\/[\w-]+\/visits_vsc\.exe\.csv$/);
    const about = {
      title: hostile("title").slice(0, 150),
      description: hostile("description"),
      rowIs: "count",
      keeper: hostile("keeper").slice(0, 150),
      email: "data@invented.example",
      remindTo: "",
      update: "monthly",
      keywords: hostile("keyword"),
      theme: '"><script>',
      sourceTitle: hostile("source"),
      sourceLicence: "javascript:window.ran='licence'",
      place: hostile("place").slice(0, 150),
      from: "2026",
      to: "2026",
    };
    const begun = await post(page, "/publish/new", { ...about, file: path });
    const base = /\/publish\/[\w-]+(?=\/(?:mend|columns))/.exec(begun.text)?.[0] ?? "";
    if (base === "") throw new Error(begun.text);

    const ran: string[] = [];
    const look = async (place: string): Promise<string> => {
      await page.goto(server.url + place);
      // A page that is waited for comes again by itself; in between there is a moment with nothing in it.
      const isReady = async (): Promise<boolean> => {
        await page.locator("h1").first().waitFor();
        await page.waitForLoadState();
        return (await page.locator("h1").count()) > 0 && (await page.locator("meta[http-equiv=refresh]").count()) === 0;
      };
      await expect.poll(isReady).toBe(true);
      const found = await page.evaluate(() => ({
        ran: (window as unknown as { ran?: string }).ran ?? "",
        // What our own pages have none of.
        made: [...document.querySelectorAll("[onerror], [onload], main script, img[src*=evil]")].map(
          (one) => one.outerHTML,
        ),
        links: [...document.querySelectorAll("a[href]")]
          .map((one) => (one as HTMLAnchorElement).href)
          .filter((href) => /^(?:javascript|data|vbscript):/i.test(href)),
      }));
      if (found.ran !== "" || found.made.length > 0 || found.links.length > 0)
        ran.push(`${place}: ${JSON.stringify(found)}`);
      return page.locator("body").innerText();
    };
    const revision = async (step: string): Promise<string> => {
      await look(`${base}/${step}`);
      return page.locator("main input[name=revision]").first().inputValue();
    };
    const columns = { revision: await revision("columns") };
    const names = await page
      .locator("input[type=hidden][name^='name.']")
      .evaluateAll((all) =>
        all.map((one) => [(one as HTMLInputElement).name, (one as HTMLInputElement).value] as const),
      );
    expect(names).toHaveLength(3);
    const meanings = Object.fromEntries(
      names.flatMap(([name, value]) => [
        [name, value],
        [name.replace("name", "meaning"), hostile("meaning")],
        [name.replace("name", "unit"), hostile("unit").slice(0, 100)],
      ]),
    );
    await post(page, `${base}/columns`, { ...columns, ...meanings });
    await look(`${base}/about`);
    await look(`${base}/findings`);
    const answers = Object.fromEntries(Object.keys(inventedAnswers).map((name) => [name, hostile(name)]));
    await post(page, `${base}/checklist`, { ...answers, licence: "CC0-1.0", revision: await revision("checklist") });
    expect(await look(`${base}/ready`)).not.toContain("Not yet.");
    await look(`${base}/page`);
    await post(page, `${base}/publish`, { revision: await revision("ready"), note: hostile("note") });
    await expect
      .poll(async () => (await page.request.get(server.url + base)).text(), { timeout: 120_000 })
      .toContain("● Published");

    const home = await look(base);
    expect(home).toContain('<script>window.ran="title"</script>');
    const set = /\/data\/[a-z0-9-]+\//.exec(await page.content())?.[0] ?? "";
    const inPublic = await look(set);
    for (const where of ["title", "description", "keeper", "source", "meaning", "unit", "cell", "heading"])
      expect(inPublic).toContain(`<script>window.ran="${where}"</script>`);
    await look("/data/");
    await look(`${set}v1/index.html`);
    // Readers' words and addresses.
    const refused = await post(page, `${set}questions`, {
      kind: "use",
      text: "A map",
      url: "javascript:window.ran='url'",
      name: "",
    });
    expect(refused.status).toBe(422);
    const remarked = await post(page, `${set}questions`, {
      kind: "use",
      text: hostile("remark"),
      url: "https://invented.example/map?of='onmouseover=alert(1)&x=javascript:alert(2)",
      name: hostile("name").slice(0, 80),
    });
    if (remarked.status !== 303) throw new Error(remarked.text);
    await look(base);
    const remark = await page.locator("form[action*='/remarks/']").first().getAttribute("action");
    await post(page, remark ?? "", { answer: hostile("answer"), show: "yes" });
    expect(await look(`${set}questions`)).toContain('<script>window.ran="answer"</script>');

    // Formulas don't run where the file is opened; the policy is with every public page, and other files are downloads.
    const shown = await page.request.get(server.url + set);
    expect(shown.headers()["content-security-policy"]).toContain("default-src 'none'");
    const record = (await (await page.request.get(`${server.url}${set}v1/release.json`)).json()) as {
      tables: { csv: { path: string } }[];
    };
    const csv = await page.request.get(`${server.url}${set}v1/${record.tables[0]?.csv.path ?? ""}`);
    expect(csv.headers()["content-disposition"]).toBe("attachment");
    expect(csv.headers()["x-content-type-options"]).toBe("nosniff");
    const text = await csv.text();
    expect(text).toContain("'=HYPERLINK");
    expect(text).toContain("'@SUM(1)");
    expect(text).not.toMatch(/(?:^|[,"\n])[=@]/);
    expect({ ran, foreign, faults: person.faults.filter((fault) => !/422/.test(fault)) }).toEqual({
      ran: [],
      foreign: [],
      faults: [],
    });
  },
);
