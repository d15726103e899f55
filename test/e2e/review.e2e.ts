/**
 * Answers that a person reads, in a real browser: handed in on a real server, found from the board, given back, handed in again,
 * accepted by keyboard alone. And the pages of reading and of judging again, on the devices that trainers bring.
 */
import type { Notebook } from "@data-surgery/jupyter";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createRegrades,
  gradingMigrations,
  regradeRoutes,
  reviewRoutes,
  sqlRegradeStore,
} from "../../server/src/grading/index.js";
import { openTestDoors, type TestDoors } from "../../server/src/grading/review/test-review-app.js";
import {
  createReviewHouse,
  learner,
  reviewedCatalogue,
  text,
  trainer,
} from "../../server/src/grading/review/test-reviews.js";
import { progressMigrations } from "../../server/src/progress/index.js";
import { openStore } from "../../server/src/store/index.js";
import { openTestBench } from "../../server/src/grading/test-grading.js";
import { openBrowser, openPerson } from "../support/browser.js";
import { openComposed, type ComposedServer } from "../support/composed.js";
import { pageFaults } from "../support/page-faults.js";
import { enterAsTrainer } from "../support/people.js";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const exercise = "/api/lessons/first-look/exercises/finding";

/** Writes the answer into the learner's own notebook and hands it in, by the doors that their page uses. */
async function handIn(server: ComposedServer, cookie: string, answer: string): Promise<string> {
  const opened = await server.ask(cookie, "/api/lessons/first-look/open", { method: "POST", body: {} });
  const { path } = opened.json as { path: string };
  const url = `/api/contents/${path}`;
  const { content } = (await server.ask(cookie, url)).json as { content: Notebook };
  const cells = content.cells.map((cell) => (cell.id === "ex-finding" ? { ...cell, source: answer } : cell));
  const body = { type: "notebook", format: "json", content: { ...content, cells } };
  expect((await server.ask(cookie, url, { method: "PUT", body })).status).toBe(200);
  const checked = await server.ask(cookie, `${exercise}/check`, { method: "POST", body: { path } });
  return (checked.json as { type: string }).type;
}

interface Work {
  readonly exercises: readonly { exercise: string; review?: { decision: string; comment: string } }[];
}

async function reviewOf(server: ComposedServer, cookie: string): Promise<Work["exercises"][number]["review"]> {
  const { json } = await server.ask(cookie, "/api/lessons/first-look/exercises");
  return (json as Work).exercises.find((one) => one.exercise === "finding")?.review;
}

async function stateOf(server: ComposedServer, cookie: string): Promise<string | undefined> {
  const { json } = await server.ask(cookie, "/api/progress/mine");
  const { lessons } = json as { lessons: { exercises: { exercise: string; state: string }[] }[] };
  return lessons.flatMap(({ exercises }) => exercises).find((one) => one.exercise === "finding")?.state;
}

test("an answer is handed in, given back with a word, handed in again and accepted by keyboard alone; the learner's page knows each time", async () => {
  await using server = await openComposed();
  const ada = await server.join("Ada");
  expect(
    await handIn(server, ada, "**Our finding:** It got better everywhere.\n\n**What it can't say:** Nothing."),
  ).toBe("handed-in");
  expect(await stateOf(server, ada)).toBe("handed-in");
  await using person = await openPerson(browser);
  const { page } = person;
  await enterAsTrainer(page, server.server as never);
  await page.getByRole("link", { name: "1 answer to read" }).click();
  await page.getByRole("link", { name: "Read the first answer" }).click();
  await page.getByText("It got better everywhere.").waitFor();
  await page.getByRole("button", { name: "Give back" }).click();
  await page.getByText("Write a few words before you give it back").waitFor();
  await page.getByLabel("What they will read").fill("A good start. In how many of the countries, and which fell?");
  await page.getByRole("checkbox").first().check();
  await page.getByText("1 of 4 points").waitFor();
  await page.getByRole("button", { name: "Give back" }).click();
  await page.getByText("Nothing waits.").waitFor();
  expect(await reviewOf(server, ada)).toMatchObject({
    decision: "returned",
    comment: "A good start. In how many of the countries, and which fell?",
  });
  expect(await stateOf(server, ada)).toBe("tried");

  expect(await handIn(server, ada, "**Our finding:** It rose in 61 of 62.\n\n**What it can't say:** Why.")).toBe(
    "handed-in",
  );
  await page.goto(`${server.server.url}/board`);
  await tabTo(page, "1 answer to read");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/board\/review$/);
  await tabTo(page, "Read the first answer");
  await page.keyboard.press("Enter");
  await page.getByText("It rose in 61 of 62.").waitFor();
  await page.getByText("A good start.").waitFor();
  await page.waitForLoadState();
  for (let line = 0; line < 4; line++) {
    await tabTo(page, undefined, `.rubric-line:nth-of-type(${line + 1}) input`);
    await page.keyboard.press("Space");
  }
  await page.getByText("4 of 4 points").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByText("Nothing waits.").waitFor();
  expect(await reviewOf(server, ada)).toMatchObject({ decision: "accepted" });
  expect(await stateOf(server, ada)).toBe("passed");
  // A form that was not complete is answered with 400, which the console tells.
  expect(person.faults.filter((fault) => !fault.includes("400"))).toEqual([]);
});

/** Presses Tab until this has the focus. */
async function tabTo(page: Page, words: string | undefined, selector = "a, button"): Promise<void> {
  await page
    .locator(selector, words === undefined ? {} : { hasText: words })
    .first()
    .waitFor({ state: "attached" });
  for (let press = 0; press < 80; press++) {
    await page.keyboard.press("Tab");
    const there = await page.evaluate(
      ({ wanted, rule }) => {
        const at = document.activeElement;
        return at?.matches(rule) === true && (wanted === undefined || at.textContent?.trim() === wanted);
      },
      { wanted: words, rule: selector },
    );
    if (there) return;
  }
  throw new Error(`Tab never came to ${words ?? selector}.`);
}

const devices: Readonly<Record<string, Parameters<Browser["newContext"]>[0]>> = {
  laptop: {},
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  dark: { colorScheme: "dark" },
  zoomed: { viewport: { width: 320, height: 256 } },
};

interface Pages extends AsyncDisposable {
  readonly doors: TestDoors;
  readonly chart: string;
  readonly regrade: string;
}

/** A handful of answers, one with a picture, one that was given back; and attempts that another version judged. */
async function openPages(): Promise<Pages> {
  await using opening = new AsyncDisposableStack();
  const folder = opening.adopt(await mkdtemp(join(tmpdir(), "surgery-review-")), (path) =>
    rm(path, { recursive: true }),
  );
  const migrations = [...gradingMigrations, ...progressMigrations];
  const store = await openStore({ type: "sqlite", file: join(folder, "test.db") }, migrations);
  opening.defer(() => store.close());
  const catalogue = await reviewedCatalogue();
  const house = createReviewHouse(store, catalogue);
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><rect x="20" y="60" width="80" height="120" fill="#0f766e"/><rect x="140" y="20" width="80" height="160" fill="#0f766e"/></svg>`;
  const chart = await house.handIn(learner(1), "chart", [
    {
      type: "code",
      source: `show(barChart(numbers, { title: "Two months" }));`,
      outputs: [{ output_type: "display_data", data: { "image/svg+xml": picture }, metadata: {} }],
    },
  ]);
  const first = await house.handIn(learner(2), "finding", text("Six."));
  await house.reviews.decide(trainer, first, {
    seen: 0,
    decision: "returned",
    met: new Set(["number"]),
    comment: "Six of how many?",
  });
  for (const number of [2, 3, 4])
    await house.handIn(learner(number), "finding", text(`We counted ${number} of six, in March.`));
  const { personId, workshopId } = learner(5);
  const result = {
    type: "pass",
    attemptId: "old-1",
    tries: 1,
    at: house.clock.now,
    head: "",
    message: "",
    tests: [],
  } as const;
  const cells = [{ id: "ex-total", source: "let total = 1;", mayFail: false, restored: false }];
  const plan = { type: "run", cells, cellId: "ex-total", repairs: [] } as const;
  const attempt = {
    personId,
    workshopId,
    lesson: "tiny",
    lessonHash: "old",
    exercise: "total",
    notebook: "",
    result,
    plan,
    tookMs: 1,
  };
  const fact = {
    type: "check-recorded",
    lesson: "tiny",
    exercise: "total",
    attemptId: "old-1",
    outcome: "pass",
  } as const;
  await house.progress.record({ personId, workshopId }, fact, (inside) => house.attempts.insert(attempt, inside));
  const regrades = opening.use(
    createRegrades({
      store: sqlRegradeStore(store),
      catalogue,
      progress: house.progress,
      bench: opening.use(await openTestBench()),
      quiet: () => Promise.resolve(),
      onError: (error) => {
        throw error;
      },
    }),
  );
  const regrade = await regrades.begin(trainer, "tiny");
  await regrades.settled();
  const { titles } = house.reviews;
  const names = (workshop: string): ReturnType<typeof house.reviews.names> => house.reviews.names(workshop);
  const doors = opening.use(
    await openTestDoors([trainer], (renderPage) => [
      ...reviewRoutes({ reviews: house.reviews, renderPage }),
      ...regradeRoutes({ regrades, titles, names, renderPage }),
    ]),
  );
  const opened = opening.move();
  return { doors, chart, regrade, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

for (const [device, options] of Object.entries(devices)) {
  test(`the pages of reading and of judging again keep the accessibility rules and fit the screen: ${device}`, async () => {
    await using pages = await openPages();
    await using person = await openPerson(browser, options);
    const { page, context } = person;
    await context.addCookies([{ name: "who", value: trainer.personId, url: pages.doors.url }]);
    const shots = process.env["SHOTS"];
    const look = async (name: string, path: string): Promise<void> => {
      await page.goto(pages.doors.url + path);
      if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}-${device}.png`), fullPage: true });
      expect({ [name]: await pageFaults(page) }).toEqual({ [name]: [] });
    };
    await look("list", "/board/review");
    await look("chart", `/board/review/${pages.chart}`);
    await page.frameLocator(".review-shown").locator("img").waitFor();
    await page.goto(`${pages.doors.url}/board/review?lesson=tiny&exercise=finding`);
    const answer = await page.getByRole("link", { name: "Read the first answer" }).getAttribute("href");
    await look("answer", answer ?? "");
    await page.keyboard.press("Alt+J");
    await page.getByText("We counted 3 of six").waitFor();
    // The keys come with the script, after the words.
    await page.waitForLoadState();
    await page.keyboard.press("Alt+K");
    await page.getByText("We counted 2 of six").waitFor();
    await page.getByText("Six of how many?").waitFor();
    await look("read", "/board/review?show=all");
    await look("again", "/board/regrade");
    await look("changes", `/board/regrade/${pages.regrade}`);
    await page.getByText("Never take a pass away").waitFor();
    expect(person.faults).toEqual([]);
  });
}

test("without a script an answer is judged by the form alone", async () => {
  await using pages = await openPages();
  await using person = await openPerson(browser, { javaScriptEnabled: false });
  const { page, context } = person;
  await context.addCookies([{ name: "who", value: trainer.personId, url: pages.doors.url }]);
  await page.goto(`${pages.doors.url}/board/review/${pages.chart}`);
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Accept" }).click();
  await page.getByText("Saved: the answer before was accepted, with 1 of 1 point").waitFor();
});
