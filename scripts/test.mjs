// npm test: everything, from a bare clone. `npm test -- --fast` leaves out the browser, the simulations and the two hundred hostile
// answers, so that it gets run; `npm test -- --long` adds the long simulations.
import { ensureBubblewrap } from "./find-bubblewrap.mjs";
import { ensureChromium } from "./find-chromium.mjs";
import { environment, nodePath, prepare, run, step } from "./prepare.mjs";

const flags = new Set(process.argv.slice(2));
const unknown = [...flags].filter((flag) => !["--fast", "--long"].includes(flag));
if (unknown.length > 0) {
  process.stderr.write(
    `Unknown: ${unknown.join(" ")}. There are --fast (no browser, no simulations) and --long (long simulations too).\n`,
  );
  process.exit(2);
}

const node = (args, env) => run(nodePath(), args, env);
const vitest = "node_modules/vitest/vitest.mjs";

try {
  await prepare();
  const env = { ...environment(), ...(flags.has("--long") ? { SURGERY_LONG_TESTS: "1" } : {}) };
  await step("Format", () => node(["node_modules/oxfmt/bin/oxfmt", "--check", "."], env));
  await step("Lint", () => node(["node_modules/oxlint/bin/oxlint", "--deny-warnings"], env));
  ensureBubblewrap();
  if (flags.has("--fast")) {
    const slow = ["test/simulation/**", "test/faults/hostile-submissions.test.ts"];
    const without = slow.flatMap((files) => ["--exclude", files]);
    await step("Unit, database and architecture tests", () => node([vitest, "run", ...without], env));
  } else {
    const browser = { ...env, CHROMIUM: ensureChromium() };
    const stages = [
      { name: "Unit, database, architecture and simulation tests", args: [vitest, "run"], env },
      { name: "Browser tests", args: [vitest, "run", "--config", "vitest.e2e.config.ts"], env: browser },
    ];
    const failed = [];
    // One after the other to the end: a run of three quarters of an hour that stops at its first fault hides the second.
    for (const stage of stages) {
      await step(stage.name, () => node(stage.args, stage.env)).catch((error) =>
        failed.push(`${stage.name}: ${error.message}`),
      );
    }
    if (failed.length > 0) throw new Error(failed.join("\n✗ "));
  }
} catch (error) {
  process.stderr.write(`\n✗ ${error.message}\n`);
  process.exit(1);
}
