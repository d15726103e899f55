/** A surgery at one notebook: a learner whose it is, and two who help. Three people, three browsers, one server. */
import type { Locator, Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { axeFindings } from "../support/axe.js";
import { openPerson } from "../support/browser.js";
import { openHouse } from "../support/house.js";
import { cellText, codeCell, waitSaved, writeCell } from "../support/lesson.js";
import { listen } from "../support/listen.js";
import { enterAnotherTrainer, enterAsTrainer, joinAsLearner, lessonReady, letIn } from "../support/people.js";

const house = await openHouse();
const { browser, server } = house;
afterAll(() => house[Symbol.asyncDispose]());

const band = (page: Page): Locator => page.getByRole("region", { name: "People in this notebook" });
const personIn = (page: Page, name: string): Locator =>
  band(page).getByRole("list", { name: "People here" }).locator("> li", { hasText: name });

async function giveRole(owner: Page, name: string, role: string): Promise<void> {
  await personIn(owner, name).locator("summary").click();
  await personIn(owner, name).getByLabel(`${name} may`).selectOption(role);
  await owner.keyboard.press("Escape");
}

async function pressFor(page: Page, name: string, button: string): Promise<void> {
  await personIn(page, name).locator("summary").click();
  await personIn(page, name).getByRole("button", { name: button }).click();
}

test("consent, follow, suggest and accept, an observer who can't write, hands off, chat with a cell, and a hand on the board", async () => {
  await using ada = await openPerson(browser);
  await using tom = await openPerson(browser);
  await using tia = await openPerson(browser);
  await joinAsLearner(ada.page, server, "Ada");
  await enterAsTrainer(tom.page, server);
  await enterAnotherTrainer(tia.page, server);
  const address = ada.page.url();
  await waitSaved(ada.page);
  const original = await cellText(codeCell(ada.page, 0));

  // At the door: a card, and nothing of the notebook.
  await tom.page.goto(address);
  await tom.page.getByText("Ada has been asked").waitFor({ timeout: 120_000 });
  expect(await tom.page.locator(".cm-content").count()).toBe(0);
  await letIn(ada.page, "Trainer", "observe");
  await lessonReady(tom.page);
  await expect.poll(() => cellText(codeCell(tom.page, 0))).toBe(original);

  // Looking: typing does nothing, runs are not offered, the page says why.
  await band(tom.page).getByText("You can look. If you want to write, ask Ada.").waitFor();
  await codeCell(tom.page, 0).locator(".cm-content").click();
  await tom.page.keyboard.type("hack");
  await tom.page.keyboard.press("Escape");
  await tom.page.keyboard.press("b");
  expect(await codeCell(tom.page, 0).getByRole("button", { name: /Run/ }).count()).toBe(0);
  const heardByTom = await listen(tom.page);
  await writeCell(codeCell(ada.page, 0), "const first = 1;\nconst second = 2;\nconst third = 3;");
  await expect
    .poll(() => cellText(codeCell(tom.page, 0)))
    .toBe("const first = 1;\nconst second = 2;\nconst third = 3;");
  await expect.poll(heardByTom).toMatch(/Ada changed /);

  // What others do takes no button away from under a press.
  const named = personIn(tom.page, "Ada").locator("summary");
  await named.hover();
  await tom.page.mouse.down();
  await writeCell(codeCell(ada.page, 1), "const fourth = 4;");
  await expect.poll(() => cellText(codeCell(tom.page, 1))).toBe("const fourth = 4;");
  const before = await named.innerText();
  await tom.page.mouse.up();
  await expect.poll(() => named.innerText()).not.toBe(before);
  expect(await named.evaluate((summary) => summary.closest("details")?.open)).toBe(true);
  await tom.page.keyboard.press("Escape");

  // Following: the frame names the leader, and their cell comes into view.
  await pressFor(tom.page, "Ada", "Follow Ada");
  await tom.page.getByText("Following Ada", { exact: true }).waitFor();
  await expect.poll(() => personIn(ada.page, "Trainer").innerText()).toContain("follows you");
  const far = codeCell(ada.page, 5);
  await far.scrollIntoViewIfNeeded();
  await far.locator(".cm-content").click();
  await expect.poll(() => isInView(codeCell(tom.page, 5))).toBe(true);
  await tom.page.getByRole("button", { name: "Stop following" }).click();
  await tom.page.getByText("Following Ada", { exact: true }).waitFor({ state: "hidden" });

  // Suggesting: beside the cell, never in it; the owner accepts, with what she changed elsewhere meanwhile.
  await giveRole(ada.page, "Trainer", "suggest");
  await codeCell(tom.page, 0).getByRole("button", { name: "Suggest a change" }).click();
  const editor = codeCell(tom.page, 0).getByLabel(/Your suggestion for/);
  await editor.fill("const first = 100;\nconst second = 2;\nconst third = 3;");
  await codeCell(tom.page, 0).getByRole("button", { name: "Send suggestion" }).click();
  const card = codeCell(ada.page, 0).getByRole("group", { name: "Trainer suggests a change" });
  await card.waitFor();
  expect(await card.innerText()).toContain("const first = 100;");
  await codeCell(ada.page, 0).locator(".cm-content").click();
  await ada.page.keyboard.press("ControlOrMeta+End");
  await ada.page.keyboard.type(" // three");
  await waitSaved(ada.page);
  await card.getByRole("button", { name: "Accept" }).click();
  const agreed = "const first = 100;\nconst second = 2;\nconst third = 3; // three";
  await expect.poll(() => cellText(codeCell(ada.page, 0))).toBe(agreed);
  await expect.poll(() => cellText(codeCell(tom.page, 0))).toBe(agreed);
  await codeCell(tom.page, 0).getByText("Trainer’s suggestion, accepted by Ada").waitFor();

  // Hands off: the third person asks, the owner says yes, both see the switch, and only the one named types.
  await tia.page.goto(address);
  await letIn(ada.page, "Trainer 2", "edit");
  await lessonReady(tia.page);
  await band(tia.page).getByRole("switch", { name: "Ask for the keyboard" }).click();
  await band(ada.page)
    .getByRole("group", { name: /Trainer 2 asks for the keyboard/ })
    .getByRole("button", { name: "Hands off" })
    .click();
  await band(ada.page).getByText("Hands off: Trainer 2 has the keyboard. You can suggest changes.").waitFor();
  for (const { page } of [ada, tia])
    await expect
      .poll(() => band(page).getByRole("switch", { name: "Hands off" }).getAttribute("aria-checked"))
      .toBe("true");
  await codeCell(ada.page, 0).locator(".cm-content").click();
  await ada.page.keyboard.type("not now");
  await writeCell(codeCell(tia.page, 0), "const mine = 1;");
  for (const { page } of [ada, tom]) await expect.poll(() => cellText(codeCell(page, 0))).toBe("const mine = 1;");
  await band(ada.page).getByRole("switch", { name: "Hands off" }).click();
  await expect.poll(() => band(ada.page).innerText()).not.toContain("has the keyboard");
  await writeCell(codeCell(ada.page, 0), "const ours = 1;");
  await expect.poll(() => cellText(codeCell(tia.page, 0))).toBe("const ours = 1;");

  // Chat: a message about a cell leads there, and can be erased.
  await codeCell(ada.page, 5).scrollIntoViewIfNeeded();
  await codeCell(ada.page, 5).locator(".cm-content").click();
  await band(ada.page)
    .getByRole("button", { name: /^\W*Chat/ })
    .click();
  const chat = (page: Page): Locator => page.getByRole("complementary", { name: "Chat" });
  await chat(ada.page).getByLabel("Your message").fill("What does this do?");
  await chat(ada.page).getByLabel(/about/).check();
  await chat(ada.page).getByRole("button", { name: "Send" }).click();
  await band(tom.page).getByRole("button", { name: "Chat (1 new)" }).click();
  const said = chat(tom.page).getByRole("listitem").filter({ hasText: "What does this do?" });
  await said.getByRole("button").first().click();
  await expect.poll(() => isInView(codeCell(tom.page, 5))).toBe(true);
  await chat(ada.page)
    .getByRole("button", { name: /^Erase/ })
    .click();
  await said.waitFor({ state: "detached" });
  await chat(ada.page).getByRole("button", { name: "Close" }).click();

  // A hand up: in the list of all who are here, and on the board with the place.
  await ada.page.getByRole("button", { name: /I’m fine/ }).click();
  await ada.page.getByRole("button", { name: /I need help/ }).click();
  await personIn(tom.page, "Ada")
    .getByText(/asks at/)
    .waitFor();
  await tia.page.goto(`${server.url}/board`);
  const queue = tia.page.getByRole("region", { name: "Waiting for help" });
  await queue.getByRole("link", { name: "Ada" }).waitFor();
  await expect.poll(() => queue.innerText()).toMatch(/Ada\s+at (“|cell )/);
  expect(await queue.getByRole("link", { name: "Ada" }).getAttribute("href")).toContain("#cell-id=");

  for (const person of [ada, tom, tia]) expect(person.faults).toEqual([]);
});

async function isInView(cell: Locator): Promise<boolean> {
  return cell.evaluate((node) => {
    const { top, bottom } = node.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  });
}

test("the owner is away: one may look in and change nothing, and the owner is told on coming back", async () => {
  await using bea = await openPerson(browser);
  await using tom = await openPerson(browser);
  await joinAsLearner(bea.page, server, "Bea");
  const address = bea.page.url();
  await waitSaved(bea.page);
  await bea.page.goto(`${server.url}/me/card`);
  await enterAnotherTrainer(tom.page, server);
  await tom.page.goto(address);
  await tom.page.getByText("Bea isn’t here").waitFor({ timeout: 120_000 });
  await tom.page.getByRole("button", { name: "Look in" }).click();
  await lessonReady(tom.page);
  await band(tom.page).getByText("You can look.").waitFor();
  await tom.page.close();
  await bea.page.goto(address);
  await lessonReady(bea.page);
  const told = band(bea.page).getByRole("group", { name: /While you were away/ });
  await told.getByText(/Trainer \d at \d\d:\d\d/).waitFor();
  await told.getByRole("button", { name: "All right" }).click();
  await told.waitFor({ state: "hidden" });
  expect(bea.faults).toEqual([]);
});

/** Rules of accessibility that what we show of people breaks, and parts of it that stick out sideways. */
async function brokenRules(page: Page): Promise<string[]> {
  const parts = [".ds-band", ".ds-chat", ".ds-suggest", ".ds-waiting", ".ds-follow"];
  const wide = await page.evaluate(
    (all) =>
      all.filter((part) =>
        [...document.querySelectorAll(part)].some((node) => node.getBoundingClientRect().right > innerWidth + 1),
      ),
    parts,
  );
  const found = await axeFindings(page, { within: parts });
  return [...found, ...wide.map((part) => `${part} is wider than the screen`)];
}

for (const [device, options] of Object.entries({
  laptop: {},
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  dark: { colorScheme: "dark" as const },
})) {
  test(`by keyboard alone and by the rules of accessibility, on a ${device}: let in, suggest, accept, chat, leave a follow`, async () => {
    await using owner = await openPerson(browser, options);
    await using helper = await openPerson(browser, options);
    const name = `Cem on a ${device}`;
    await joinAsLearner(owner.page, server, name);
    await waitSaved(owner.page);
    await enterAnotherTrainer(helper.page, server);
    const me = await helper.page.evaluate(async () => (await (await fetch("/api/me")).json()).identity.name as string);
    await helper.page.goto(owner.page.url());
    await helper.page.getByText(`${name} has been asked`).waitFor({ timeout: 120_000 });
    expect(await brokenRules(helper.page)).toEqual([]);
    expect(await brokenRules(owner.page)).toEqual([]);
    const press = async (where: Locator): Promise<void> => {
      await where.focus();
      await where.press("Enter");
    };
    await press(band(owner.page).getByRole("button", { name: "Let in" }));
    await lessonReady(helper.page);
    const cell = codeCell(helper.page, 0);
    await press(cell.getByRole("button", { name: "Suggest a change" }));
    expect(await brokenRules(helper.page)).toEqual([]);
    // The focus is in the field.
    await expect
      .poll(() =>
        cell.getByLabel(/Your suggestion for/).evaluate((field) => field === field.ownerDocument.activeElement),
      )
      .toBe(true);
    await helper.page.keyboard.press("ControlOrMeta+a");
    await helper.page.keyboard.type("let agreed = true;");
    await helper.page.keyboard.press("Tab");
    await helper.page.keyboard.press("Enter");
    const card = codeCell(owner.page, 0).getByRole("group", { name: `${me} suggests a change` });
    await card.waitFor();
    await press(personIn(owner.page, me).locator("summary"));
    expect(await brokenRules(owner.page)).toEqual([]);
    await owner.page.keyboard.press("Escape");
    await press(card.getByRole("button", { name: "Accept" }));
    await expect.poll(() => cellText(codeCell(owner.page, 0))).toBe("let agreed = true;");
    await press(band(owner.page).getByRole("button", { name: /^Chat/ }));
    const message = owner.page.getByRole("complementary", { name: "Chat" }).getByLabel("Your message");
    await expect.poll(() => message.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
    await owner.page.keyboard.type("Thank you");
    await owner.page.keyboard.press("Enter");
    await owner.page.getByRole("complementary", { name: "Chat" }).getByText("Thank you", { exact: true }).waitFor();
    expect(await brokenRules(owner.page)).toEqual([]);
    await owner.page.keyboard.press("Escape");
    await press(band(helper.page).getByRole("switch", { name: "All follow me" }));
    await owner.page.getByText(`${me} asks all to follow`).waitFor();
    expect(await brokenRules(owner.page)).toEqual([]);
    await press(owner.page.getByRole("button", { name: "Stop following" }));
    await owner.page.getByText(`${me} asks all to follow`).waitFor({ state: "hidden" });
    for (const person of [owner, helper]) expect(person.faults).toEqual([]);
  });
}
