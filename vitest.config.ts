import { defineConfig } from "vitest/config";

// Workspace packages are tested from their sources. Nothing else may stand here: these reach Node itself, and would change how it resolves other packages.
const conditions = ["source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["{packages,server,kernel,extension,lab}/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "**/lib/**", "test/e2e/**", "test/interop/**"],
    pool: "forks",
    // Most of them wait for processes of their own: two side by side on two cores.
    maxWorkers: 2,
    // A hang guard, not a time limit: two busy cores are slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The default of a second is a race there.
    expect: { poll: { timeout: 20_000 } },
  },
});
