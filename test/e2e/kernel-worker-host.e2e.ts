import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kernelCases, kernelStories, runCase } from "../conformance/kernel-cases.js";
import { openBrowserKernel, type BrowserKernelClient } from "../support/browser-kernel.js";
import { openBrowser } from "../support/browser.js";

const packed = resolve(import.meta.dirname, "../../kernel/dist/browser/kernel-worker.js");
let browser: Browser;
let kernel: BrowserKernelClient;
beforeAll(async () => {
  if (!existsSync(packed)) throw new Error("Build first: npm run build");
  browser = await openBrowser();
  kernel = await openBrowserKernel(browser);
});
afterAll(async () => {
  await browser.close();
});

describe("the kernel in a page's worker", () => {
  test.each(kernelCases)("$rule: $title", (one) => runCase(kernel, one, () => openBrowserKernel(browser)));
  test.each(kernelStories)("%s", (_title, tell) => tell(kernel));

  test("KE20: a loop can only be ended together with the variables, and the person is told what to do", async () => {
    await kernel.run("let kept = 1");
    const id = await kernel.send("shell", "execute_request", { code: 'console.log("begun"); while (true) {}' });
    await expect.poll(() => JSON.stringify(kernel.publishedFor(id))).toContain("begun");
    await kernel.interrupt();
    const { errors, reply } = await kernel.answerTo(id);
    expect(reply["evalue"]).toBe("The cell was stopped, and the variables of all cells went with it.");
    expect(errors[0]?.["traceback"]).toContain("Run the cells above again.");
    expect((await kernel.run("typeof kept")).result).toBe("'undefined'");
  });

  test("KE11: nobody can be asked, and the code is told so", async () => {
    expect((await kernel.run('prompt("?")', { allow_stdin: true })).reply).toMatchObject({
      status: "error",
      evalue: expect.stringContaining("Nobody can be asked"),
    });
  });

  test("KE21: close() ends only the cell", async () => {
    expect((await kernel.run("close()")).reply).toMatchObject({ status: "error" });
    expect((await kernel.run("3")).result).toBe("3");
  });

  test("KE15: a second kernel in the page is its own, and a shutdown is answered and ends it", async () => {
    await using other = await openBrowserKernel(browser);
    await kernel.run("let mine = 1");
    expect((await other.run("typeof mine")).result).toBe("'undefined'");
    expect(await other.ask("shutdown_request", { restart: true }, "control")).toMatchObject({
      status: "ok",
      restart: true,
    });
    await expect.poll(() => other.ended).toEqual({ restart: true });
  });

  test("nothing had to be logged on the way", () => {
    expect(kernel.logged).toEqual([]);
  });
});
