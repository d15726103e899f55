/** `surgery person erase`, as somebody types it, of a person who published: nothing of them is left, what they published is, and it finds a keeper. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inventedAbout, inventedAnswers, inventedVisits } from "../../server/src/publishing/test-publishing-app.js";
import { openComposed, type Answer, type ComposedServer } from "../support/composed.js";
import { everyFile, person, seen } from "../support/person-command.js";

const site = "/data/visits-to-ambleford-hall/";
const canaries = ["quillfeather", "keeper-canary"];
const form = { "content-type": "application/x-www-form-urlencoded" };

async function post(
  house: ComposedServer,
  cookie: string,
  path: string,
  fields: Record<string, string>,
): Promise<Answer> {
  const answer = await house.ask(cookie, path, {
    method: "POST",
    headers: { ...form, accept: "text/html" },
    body: new URLSearchParams(fields).toString(),
  });
  if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${answer.text.slice(0, 2000)}`);
  return answer;
}

/** A page that may have to be waited for, and the number that its form sends back. */
async function page(house: ComposedServer, cookie: string, path: string): Promise<{ text: string; revision: string }> {
  for (;;) {
    const { text } = await house.ask(cookie, path, { headers: { accept: "text/html" } });
    if (!text.includes('http-equiv="refresh"'))
      return { text, revision: /name="revision" value="(\d+)"/.exec(text)?.[1] ?? "" };
  }
}

/** Begins a data set from a file of one's own. Gives its address. */
async function begin(house: ComposedServer, cookie: string, title: string): Promise<string> {
  const home = await house.homeOf(cookie);
  const path = `people/${home}/visits.csv`;
  const body = { type: "file", format: "text", content: inventedVisits };
  expect((await house.ask(cookie, `/api/contents/${path}`, { method: "PUT", body })).status).toBeLessThan(300);
  const begun = await post(house, cookie, "/publish/new", { ...inventedAbout, title, file: path });
  return String(begun.headers["location"]).replace("/columns", "");
}

async function publish(house: ComposedServer, cookie: string, base: string): Promise<void> {
  const names = ["Month", "Place", "Visits", "Contact e-mail"].flatMap((name, at) => [
    [`name.${at}`, name],
    [`meaning.${at}`, `What ${name} says, in a sentence.`],
  ]);
  const send = async (step: string, fields: Record<string, string>): Promise<Answer> =>
    post(house, cookie, `${base}/${step}`, {
      ...fields,
      revision: (await page(house, cookie, `${base}/${step === "publish" ? "ready" : step}`)).revision,
    });
  await send("columns", Object.fromEntries(names) as Record<string, string>);
  await send("findings", { "choice.0": "0" });
  await send("checklist", { ...inventedAnswers, licence: "CC-BY-4.0" });
  await send("publish", { note: "" });
  await expect
    .poll(
      async () =>
        (await house.ask(cookie, `${base}/publish`, { headers: { accept: "text/html" } })).headers["location"],
      {
        timeout: 60_000,
      },
    )
    .toMatch(/published|^\/publish\/[\w-]+$/);
}

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
