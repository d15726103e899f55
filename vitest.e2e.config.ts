import { defineConfig } from "vitest/config";

/** Real Chromium, real server, real kernels; one file at a time, since two cores serve them all. */
export default defineConfig({
  test: {
    include: ["test/e2e/**/*.e2e.ts"],
    pool: "forks",
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // A page on a busy machine is slow to show things; the default of a second is a race.
    expect: { poll: { timeout: 30_000 } },
  },
});
