import { parseFeed } from "feedsmith";
import { expect, test } from "vitest";
import { newSurgery, openTestSurgeryApp, type TestSurgeryApp } from "../test-surgery-app.js";
import { standing } from "./data-requests.js";

const now = Date.UTC(2026, 10, 21, 12);
const hostile = `<script>alert(1)</script>"'&]]>`;
const request = {
  group: "Invented Lunch Club",
  body: "Invented Council",
  what: "Visits to day centres by ward, since 2020",
  askedOn: "2026-11-01",
  link: "https://example.org/request",
};

async function opened(): Promise<{ app: TestSurgeryApp; venue: string }> {
  const app = await openTestSurgeryApp({ now });
  await app.post("/surgeries/new", newSurgery, "ada");
  return { app, venue: (await app.surgeries.venuesOf("ada"))[0]!.id };
}

test("a request counts its days until it is answered; the newest answer holds; table and feed say the same", async () => {
  const house = await opened();
  await using app = house.app;
  expect((await app.post("/data-requests", { ...request, venue: house.venue }, "ada")).status).toBe(303);
  const page = await (await app.get("/data-requests")).text();
  expect(page).toContain("20 days, waiting for an answer");
  expect(page).not.toContain("<form");
  const id = /id="r-([\w-]+)"/.exec(page)?.[1] ?? "";
  const answer = { answeredOn: "2026-11-11", outcome: "partly", words: "Two years of six.", link: "" };
  await app.post(`/data-requests/${id}/answers`, answer, "ada");
  await app.post(`/data-requests/${id}/answers`, { ...answer, answeredOn: "2026-11-21", outcome: "open" }, "ada");
  expect(await (await app.get("/data-requests")).text()).toContain("20 days, given, as open data");
  const csv = await (await app.get("/data-requests.csv")).text();
  expect(csv.split("\r\n")[1]).toBe(
    'Invented Lunch Club,Invented Council,"Visits to day centres by ward, since 2020",2026-11-01,https://example.org/request,open,2026-11-21,20,',
  );
  const feed = parseFeed(await (await app.get("/data-requests.atom")).text());
  expect(JSON.stringify(feed)).toContain("given, as open data");
  expect(app.incidents).toEqual([]);
});

test("only organisers note requests, each at their own place; slips are told at the field", async () => {
  const house = await opened();
  await using app = house.app;
  await app.post("/surgeries/new", { ...newSurgery, venueName: "Other Hall" }, "olga");
  expect((await app.post("/data-requests", { ...request, venue: house.venue }, "olga")).status).toBe(403);
  await app.post("/data-requests", { ...request, venue: house.venue }, "ada");
  const id = /id="r-([\w-]+)"/.exec(await (await app.get("/data-requests")).text())?.[1] ?? "";
  const answer = { answeredOn: "2026-11-11", outcome: "open", words: "", link: "" };
  expect((await app.post(`/data-requests/${id}/answers`, answer, "olga")).status).toBe(403);
  expect((await app.post("/data-requests/none/answers", answer, "ada")).status).toBe(404);
  const early = await app.post(`/data-requests/${id}/answers`, { ...answer, answeredOn: "2026-10-01" }, "ada");
  expect([early.status, await early.text()]).toEqual([422, expect.stringContaining("before it was asked")]);
  const slips = { ...request, venue: house.venue, what: "", askedOn: "2027-01-01", link: "javascript:1" };
  const slip = await app.post("/data-requests", slips, "ada");
  expect([slip.status, await slip.text()]).toEqual([422, expect.stringContaining("3 things are missing or wrong.")]);
});

test("hostile words are text on the page and in the feed, and no formula in a spreadsheet", async () => {
  const house = await opened();
  await using app = house.app;
  await app.post("/data-requests", { ...request, venue: house.venue, what: hostile, group: "=1+1" }, "ada");
  expect(await (await app.get("/data-requests")).text()).not.toContain("<script>alert");
  expect(await (await app.get("/data-requests.csv")).text()).toContain("'=1+1");
  const feed = await (await app.get("/data-requests.atom")).text();
  expect(feed.replaceAll(/<!\[CDATA\[.*?\]\]>/gs, "")).not.toContain("<script");
});

test("days are those of the calendar, across a change of the clocks", () => {
  expect(standing({ askedOn: "2026-10-20", answers: [] }, "2026-10-30")).toEqual({ state: "waiting", days: 10 });
});
