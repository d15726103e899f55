import { defineConfig } from "vitest/config";

/** Real Chromium, real server, real kernels; two files at a time: most of an evening in a browser is waiting. */
export default defineConfig({
  test: {
    include: ["test/e2e/**/*.e2e.ts"],
    pool: "forks",
    maxWorkers: 2,
    // Against what hangs, not against what is slow.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // A page on a busy machine is slow to show things; the default of a second is a race.
    expect: { poll: { timeout: 60_000 } },
  },
});
