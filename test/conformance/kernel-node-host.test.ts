import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kernelMain, launchKernel, type KernelProcess } from "../support/kernel-process.js";
import { kernelCases, kernelStories, runCase } from "./kernel-cases.js";

let kernel: KernelProcess;
beforeAll(async () => {
  if (!existsSync(kernelMain)) throw new Error("Build first: npm run build");
  kernel = await launchKernel();
});
afterAll(() => kernel[Symbol.asyncDispose]());

describe("the kernel as a process, over ZeroMQ", () => {
  test.each(kernelCases)("$rule: $title", (one) => runCase(kernel, one, launchKernel));
  test("KE1: kernel_info that was asked for before the kernel listened is answered, and iopub says so", async () => {
    await using own = await launchKernel({ impatient: true });
    const { reply } = await own.answerTo(own.impatient);
    expect(reply).toMatchObject({ status: "ok", implementation: "data-surgery" });
    expect(own.publishedFor(own.impatient).map(({ content }) => content["execution_state"])).toEqual(["busy", "idle"]);
    expect((await own.run("6*7")).result).toBe("42");
  });

  test.each(kernelStories)("%s", (_title, tell) => tell(kernel));
});
