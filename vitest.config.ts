import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// Workspace packages are tested from their sources. Nothing else may stand here: these reach Node itself, and would change how it resolves other packages.
const conditions = ["source"];

/** They take minutes, and a bare machine knows nothing of how long: last in line, each would run alone at the end. */
const slow = [
  "test/conformance/lessons-hold.test.ts",
  "test/faults/hostile-submissions.test.ts",
  "server/src/grading/broken-lessons.test.ts",
];

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = slow.findIndex((name) => moduleId.endsWith(name));
      return at === -1 ? slow.length : at;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["{packages,server,kernel,extension,lab}/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "**/lib/**", "test/e2e/**", "test/interop/**"],
    pool: "forks",
    // Nearly half of their time is waiting for processes of their own: three side by side keep two cores at work.
    maxWorkers: 3,
    sequence: { sequencer: SlowFirst },
    // A hang guard, not a time limit: two busy cores are slow.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // The default of a second is a race there.
    expect: { poll: { timeout: 60_000 } },
  },
});
