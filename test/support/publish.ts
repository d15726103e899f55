/** From a file to published open data on a running server, as a browser sends it. */
import { expect } from "vitest";
import { inventedAbout, inventedAnswers, inventedVisits } from "../../server/src/publishing/test-publishing-app.js";
import type { Answer, Joined } from "./composed.js";

const form = { "content-type": "application/x-www-form-urlencoded" };

export async function post(
  house: Joined,
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
export async function page(house: Joined, cookie: string, path: string): Promise<{ text: string; revision: string }> {
  for (;;) {
    const { text } = await house.ask(cookie, path, { headers: { accept: "text/html" } });
    if (!text.includes('http-equiv="refresh"'))
      return { text, revision: /name="revision" value="(\d+)"/.exec(text)?.[1] ?? "" };
  }
}

/** Begins a data set from a file of one's own. Gives its address. */
export async function begin(house: Joined, cookie: string, title: string): Promise<string> {
  const home = await house.homeOf(cookie);
  const path = `people/${home}/visits.csv`;
  const body = { type: "file", format: "text", content: inventedVisits };
  expect((await house.ask(cookie, `/api/contents/${path}`, { method: "PUT", body })).status).toBeLessThan(300);
  const begun = await post(house, cookie, "/publish/new", { ...inventedAbout, title, file: path });
  return String(begun.headers["location"]).replace(/\/mend.*$/, "");
}

export async function publish(house: Joined, cookie: string, base: string): Promise<void> {
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
        timeout: 180_000,
      },
    )
    .toMatch(/published|^\/publish\/[\w-]+$/);
}
