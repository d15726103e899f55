/** Chromium for the browser tests, with everything that a clean page must not have: console errors and failed requests. */
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}

/** A person at a device of their own: own cookies, own storage. */
export interface Person extends AsyncDisposable {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Console errors, page errors and failed or refused requests so far, in order. */
  readonly faults: string[];
}

/** A busy machine takes its time. Whoever waits this long waits for nothing. */
export const patience = 60_000;

export async function openPerson(
  browser: Browser,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<Person> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB", ...options });
  context.setDefaultTimeout(patience);
  const faults: string[] = [];
  context.on("page", (page) => watch(page, faults));
  const page = await context.newPage();
  return { context, page, faults, [Symbol.asyncDispose]: () => context.close() };
}

function watch(page: Page, faults: string[]): void {
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`page: ${error.stack ?? error.message}`));
  page.on("requestfailed", (request) => {
    // Leaving a page ends its open streams; that is no failure of the server.
    if (request.failure()?.errorText !== "net::ERR_ABORTED")
      faults.push(`request: ${request.url()} ${request.failure()?.errorText}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400)
      faults.push(`status ${response.status()}: ${response.request().method()} ${response.url()}`);
  });
}
