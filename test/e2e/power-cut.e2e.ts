/** The server is killed while people type, and comes back on the same port: both pages converge, every acknowledged character is there once. */
import { afterAll, expect, test } from "vitest";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import { cellText, codeCell, waitSaved, writeCell } from "../support/lesson.js";
import { enterAsTrainer, joinAsLearner, lessonReady, letIn } from "../support/people.js";

const house = await openHouse();
const { browser } = house;
afterAll(() => house[Symbol.asyncDispose]());

test("SIGKILL during typing and a restart: both pages end with the same text, and every character that was typed stands there once", async () => {
  await using ada = await openPerson(browser);
  await using bob = await openPerson(browser);
  await joinAsLearner(ada.page, house.server, "Ada");
  await enterAsTrainer(bob.page, house.server);
  await bob.page.goto(ada.page.url());
  await letIn(ada.page, "Trainer", "edit");
  await lessonReady(bob.page);
  const mine = codeCell(ada.page, 0);
  const yours = codeCell(bob.page, 0);
  await writeCell(mine, "// start ");
  await waitSaved(ada.page);
  await expect.poll(() => cellText(yours)).toContain("start");

  // Numbered words make a lost or doubled character visible. However long the cut takes to come, some are typed after it.
  const words: string[] = [];
  const type = async (): Promise<void> => {
    const word = `w${words.length}.`;
    words.push(word);
    await ada.page.keyboard.type(word, { delay: 15 });
  };
  const cut = new AbortController();
  await mine.locator(".cm-content").press("End");
  const typing = (async () => {
    while (!cut.signal.aborted) await type();
    for (let more = 0; more < 20; more++) await type();
  })();
  await expect.poll(() => cellText(yours)).toContain("w10.");
  await house.server.kill();
  cut.abort();
  await typing;
  await expect.poll(() => ada.page.locator(".ds-saved").getAttribute("data-state")).not.toBe("server");
  await house.startAgain();
  await waitSaved(ada.page);
  await expect.poll(() => cellText(yours), { timeout: 120_000 }).toBe(await cellText(mine));
  const text = await cellText(mine);
  for (const word of words) expect([word, text.split(word).length - 1]).toEqual([word, 1]);
  expect(text).toContain(words.join(""));

  // And on the disk, in a page that starts from nothing.
  await using fresh = await openPerson(browser, { storageState: await ada.context.storageState() });
  await fresh.page.goto(ada.page.url());
  await lessonReady(fresh.page);
  await expect.poll(() => cellText(codeCell(fresh.page, 0))).toBe(text);
});
