/** Asking for help and being helped, in real Chromium: two learners, two helpers of whom one has a phone, and what helpers send. */
import type { Locator, Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { axeFindings } from "../support/axe.js";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import { isWriting, tabTo } from "../support/keyboard.js";
import { allCellsThere, cellText, codeCell, waitSaved, writeCell } from "../support/lesson.js";
import { enterAnotherTrainer, enterAsTrainer, joinAsLearner, lessonReady, letIn } from "../support/people.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

const shots = process.env["SCREENSHOTS"];
const shoot = async (page: Page, name: string): Promise<void> => {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
};

const told = (page: Page): Locator => page.locator(".ds-help-told");
const queueOf = (page: Page): Locator => page.getByRole("region", { name: "Waiting for help" });
const callOf = (page: Page, name: string): Locator => queueOf(page).getByRole("listitem").filter({ hasText: name });
const card = (page: Page): Locator => page.getByRole("region", { name: "From a helper" });

async function askForHelp(page: Page): Promise<void> {
  await page.getByRole("button", { name: /I’m fine/ }).click();
  await page.getByRole("button", { name: /I need help/ }).click();
}

test("ask → estimate → taken on a phone → open at the cell → handed over with a word → answered; each step is told to who asked", async () => {
  await using ada = await openPerson(browser);
  await using bob = await openPerson(browser);
  await using sam = await openPerson(browser);
  await using tia = await openPerson(browser, { viewport: { width: 360, height: 740 }, hasTouch: true });
  await joinAsLearner(ada.page, server, "Ada");
  await joinAsLearner(bob.page, server, "Bob");
  await enterAsTrainer(sam.page, server);
  await enterAnotherTrainer(tia.page, server);
  await waitSaved(ada.page);
  await tia.page.goto(`${server.url}/board/help`);
  await tia.page.getByText("Nobody is waiting.").waitFor();
  await tia.page.getByText("Change your name").click();
  await tia.page.getByLabel("What shall they call you?").fill("Tia");
  await tia.page.getByRole("button", { name: "Call me that" }).click();
  await tia.page.getByText("read that you are Tia").waitFor();

  await codeCell(ada.page, 1).scrollIntoViewIfNeeded();
  await codeCell(ada.page, 1).locator(".cm-content").click();
  await askForHelp(ada.page);
  await expect.poll(() => told(ada.page).innerText()).toBe("We don’t know yet how long it will take. You are next.");
  await askForHelp(bob.page);
  await expect.poll(() => told(bob.page).innerText()).toContain("1 person is before you.");

  // On both helpers' pages without a reload, whoever waits longest first; a phone's buttons are for thumbs.
  await callOf(sam.page, "Ada").waitFor();
  await callOf(tia.page, "Bob").waitFor();
  expect(await queueOf(tia.page).getByRole("listitem").allInnerTexts()).toMatchObject([
    expect.stringMatching(/Ada at [^]*asked (?:a moment|\d+ minutes?) ago/),
    expect.stringContaining("Bob"),
  ]);
  for (const button of await queueOf(tia.page).getByRole("button").all()) {
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }
  await shoot(tia.page, "phone-queue");
  expect(await axeFindings(tia.page)).toEqual([]);
  expect(await axeFindings(sam.page)).toEqual([]);
  await shoot(sam.page, "board-queue");

  // Taken and opened from the phone: the right notebook, whose owner is asked, at the right cell.
  const opening = tia.context.waitForEvent("page");
  await callOf(tia.page, "Ada")
    .getByRole("button", { name: /^Go and open/ })
    .click();
  const notebook = await opening;
  await expect.poll(() => told(ada.page).innerText()).toBe("Tia is coming to you.");
  await expect.poll(() => told(bob.page).innerText()).toContain("You are next.");
  await expect
    .poll(() => decodeURIComponent(notebook.url()))
    .toMatch(/\/lab\/tree\/people\/ada-[^/]+\/.+\.ipynb#cell-id=./);
  await letIn(ada.page, "Tia", "edit");
  await lessonReady(notebook);
  await callOf(sam.page, "Ada").getByText("Tia is going").waitFor();
  await notebook.close();

  // Reload: still so.
  await ada.page.reload();
  await lessonReady(ada.page);
  await expect.poll(() => told(ada.page).innerText()).toBe("Tia is coming to you.");
  await ada.page
    .getByRole("button", { name: /I need help/ })
    .first()
    .waitFor();

  // Handed over with a word; what is being typed stays while the page is live.
  await callOf(tia.page, "Ada").getByText("Hand over", { exact: false }).first().click();
  await callOf(tia.page, "Ada").getByLabel("A word to them (if you like)").fill("You know maps.");
  await bob.page
    .getByRole("button", { name: /I need help/ })
    .first()
    .click();
  await bob.page.getByRole("button", { name: /I’m fine/ }).click();
  await expect.poll(() => callOf(tia.page, "Bob").count()).toBe(0);
  expect(await callOf(tia.page, "Ada").getByLabel("A word to them (if you like)").inputValue()).toBe("You know maps.");
  await callOf(tia.page, "Ada").getByRole("button", { name: "Hand over", exact: true }).click();
  await callOf(sam.page, "Ada").getByText("“You know maps.”").waitFor();
  await expect.poll(() => told(ada.page).innerText()).toBe("Trainer is coming to you.");

  // By keyboard alone on the board: answered, with a topic.
  await sam.page.locator("summary[id^=answered-open-]").focus();
  await sam.page.keyboard.press("Enter");
  await sam.page.keyboard.press("Tab");
  await sam.page.keyboard.press("c");
  await tabTo(sam.page, /Ada can go on/);
  await sam.page.keyboard.press("Enter");
  await ada.page.getByRole("button", { name: /I’m fine/ }).waitFor();
  await expect.poll(() => told(ada.page).innerText()).toBe("");
  await sam.page.getByText("Nobody is waiting.").waitFor();
  for (const person of [ada, bob, sam]) expect(person.faults).toEqual([]);
}, 600_000);

test("a cell sent to picked people waits for who is away, is put in by keyboard, undone, and never comes twice; hostile text stays text", async () => {
  await using ada = await openPerson(browser);
  await using cay = await openPerson(browser);
  await using sam = await openPerson(browser);
  await joinAsLearner(ada.page, server, "Anna");
  await joinAsLearner(cay.page, server, "Cay");
  await enterAnotherTrainer(sam.page, server);
  const away = cay.page.url();
  await cay.page.goto("about:blank");
  await waitSaved(ada.page);

  await sam.page.goto(`${server.url}/board/push`);
  await sam.page.getByLabel("A code cell").check();
  const code = 'const hint = "<img src=x onerror=window.hacked=1>";';
  await sam.page.getByLabel("What do you want to send?").fill(code);
  await sam.page.getByLabel("Anna", { exact: true }).check();
  await sam.page.getByLabel("Cay", { exact: true }).check();
  expect(await axeFindings(sam.page)).toEqual([]);
  await shoot(sam.page, "push-form");
  await sam.page.getByRole("button", { name: "Send", exact: true }).click();
  const sent = sam.page.getByRole("article").filter({ hasText: "Code cell to 2 people" });
  await sent.waitFor();

  // Beside the notebook, without taking the focus; by key one goes there and back.
  await codeCell(ada.page, 0).locator(".cm-content").click();
  await card(ada.page).getByText(code).waitFor();
  await expect.poll(() => sent.innerText()).toContain("2 sent · 1 seen · 0 put it in");
  expect(await ada.page.evaluate(() => document.activeElement?.closest(".jp-Cell") !== null)).toBe(true);
  expect(await axeFindings(ada.page, { within: [".ds-push"] })).toEqual([]);
  await shoot(ada.page, "push-card");
  await ada.page.keyboard.press("Alt+Shift+M");
  await expect.poll(() => ada.page.evaluate(() => document.activeElement?.closest(".ds-push") !== null)).toBe(true);
  await ada.page.keyboard.press("Escape");
  await expect.poll(() => ada.page.evaluate(() => document.activeElement?.closest(".jp-Cell") !== null)).toBe(true);
  await allCellsThere(ada.page);
  const before = await ada.page.locator(".jp-CodeCell").count();
  await ada.page.keyboard.press("Alt+Shift+M");
  await tabTo(ada.page, /Put it into my notebook/);
  await ada.page.keyboard.press("Enter");
  await expect.poll(() => ada.page.locator(".jp-CodeCell").count()).toBe(before + 1);
  await expect.poll(() => cellText(codeCell(ada.page, 1))).toBe(code);
  await expect.poll(() => sent.innerText()).toContain("1 put it in");
  await card(ada.page).waitFor({ state: "detached" });
  await waitSaved(ada.page);
  await ada.page.reload();
  await lessonReady(ada.page);
  await expect.poll(() => ada.page.locator(".jp-CodeCell").count()).toBe(before + 1);
  expect(await card(ada.page).count()).toBe(0);

  // Whoever was away finds it on coming back, once; undo takes out what was put in, and nothing else.
  await cay.page.goto(away);
  await lessonReady(cay.page);
  await card(cay.page).getByText(code).waitFor();
  await writeCell(codeCell(cay.page, 0), "const mine = 1;");
  await card(cay.page).getByRole("button", { name: "Put it into my notebook" }).click();
  await expect.poll(() => cellText(codeCell(cay.page, 1))).toBe(code);
  // The cell comes first; then the card goes, and whoever pressed is led to the cell.
  await card(cay.page).waitFor({ state: "detached" });
  await isWriting(cay.page);
  await cay.page.keyboard.press("Escape");
  await cay.page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => cay.page.locator(".jp-CodeCell").count()).toBe(before);
  expect(await cellText(codeCell(cay.page, 0))).toBe("const mine = 1;");

  // Markdown is made safe, and a hint is read and closed.
  await sam.page.getByLabel("A text cell").check();
  await sam.page
    .getByLabel("What do you want to send?")
    .fill("**Look** <script>window.hacked=2</script><img src=x onerror=window.hacked=3>");
  await sam.page.getByRole("radio", { name: /^Everybody/ }).check();
  await sam.page.getByRole("button", { name: "Send", exact: true }).click();
  await sam.page.getByRole("article").filter({ hasText: "Text cell to" }).waitFor();
  await card(ada.page).locator("strong", { hasText: "Look" }).waitFor();
  await card(ada.page).getByRole("button", { name: "Not now, thanks" }).click();
  await card(ada.page).waitFor({ state: "detached" });
  await sam.page.getByLabel("What do you want to send?").fill("<b>Count</b> the rows first.");
  await sam.page.getByRole("radio", { name: /^Everybody/ }).check();
  await sam.page.getByRole("button", { name: "Send", exact: true }).click();
  await sam.page.getByRole("article").filter({ hasText: "Hint to" }).waitFor();
  await card(ada.page).getByText("<b>Count</b> the rows first.").waitFor();
  await card(ada.page).getByRole("button", { name: "Got it" }).click();
  await card(ada.page).waitFor({ state: "detached" });
  for (const { page } of [ada, cay]) expect(await page.evaluate(() => "hacked" in window)).toBe(false);
  await sam.page.setViewportSize({ width: 360, height: 740 });
  await shoot(sam.page, "push-phone");
  expect(await sam.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
}, 600_000);
