/** What people do on the way in, by the words on the screen. */
import type { Page } from "playwright-core";
import type { RunningServer } from "./running-server.js";

/** Types the code and a name, and arrives in the lab with the first lesson open. */
export async function joinAsLearner(page: Page, server: RunningServer, name: string): Promise<void> {
  await page.goto(server.url);
  await page.getByLabel(/code/i).first().fill(server.joinCode.toLowerCase());
  await page.getByLabel("What shall we call you?").fill(name);
  await page.getByRole("button", { name: /^join/i }).click();
  await page.getByRole("link", { name: /open the first lesson/i }).click();
  await lessonReady(page);
}

/** The notebook is there and its first code cell shows its source. */
export async function lessonReady(page: Page): Promise<void> {
  await page.locator(".jp-Notebook .jp-CodeCell .cm-content").first().waitFor({ timeout: 120_000 });
}

/** Opens the one-time link and arrives on the board. */
export async function enterAsTrainer(page: Page, server: RunningServer): Promise<void> {
  await page.goto(server.trainerUrl);
  await page.getByRole("button", { name: /trainer|board|continue|open/i }).click();
  await page.waitForURL(/\/board/);
}

/** The link works once; a second trainer is let in from the board. */
export async function enterAnotherTrainer(page: Page, server: RunningServer): Promise<void> {
  const { createTrainerLinkOffline, parseConfig } = await import("../../server/dist/index.js");
  const url = await createTrainerLinkOffline(parseConfig({ data: server.data, env: {} }), server.url);
  await enterAsTrainer(page, { ...server, trainerUrl: url });
}

/** The owner of a notebook answers one who asks to come in. */
export async function letIn(owner: Page, name: string, role: string): Promise<void> {
  const band = owner.getByRole("region", { name: "People in this notebook" });
  const card = band.getByRole("group", { name: `${name} asks to come in.` });
  await card.waitFor();
  await card.getByLabel(`${name} may`).selectOption(role);
  await card.getByRole("button", { name: "Let in" }).click();
}
