// Our grader's points for notebooks, as one JSON line: node score-notebook.mjs <folder with lessons> <lesson> <notebook...>
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { score } from "../../packages/grading/dist/index.js";
import { readNotebookText } from "../../packages/jupyter/dist/index.js";
import { parseConfig } from "../../server/dist/config.js";
import { openCheckBench, readLesson } from "../../server/dist/grading/index.js";
import { runCheck } from "../../server/dist/grading/run-check.js";
import { openSandbox } from "../../server/dist/sandbox/index.js";

const [folder, name, ...notebooks] = process.argv.slice(2);
const read = await readLesson(folder, name);
if (read.type === "broken") throw new Error(JSON.stringify(read.faults));
const { lesson, files } = read.ready;
const { nodeModules, runner, visible } = parseConfig({ env: {} }).paths;
const workspace = await mkdtemp(join(tmpdir(), "surgery-score-"));
const sandbox = await openSandbox({ wanted: "auto", files: workspace, hidden: [], nodeModules, env: process.env });
const bench = openCheckBench({
  runner,
  nodeModules,
  visible,
  sandbox,
  onError: (error) => process.stderr.write(String(error)),
});
try {
  const scores = [];
  for (const file of notebooks) {
    const notebook = readNotebookText(readFileSync(file, "utf8"), () => `new-${Math.random().toString(36).slice(2)}`);
    const earned = new Map();
    const outcomes = {};
    for (const exercise of lesson.exercises) {
      const { verdict } = await runCheck({ lesson, exercise, notebook, files }, bench);
      earned.set(exercise.id, verdict.points?.earned ?? 0);
      outcomes[exercise.id] = verdict.type;
    }
    const { exercises } = score(lesson, earned);
    scores.push({ file, outcomes, earned: Object.fromEntries(exercises.map((one) => [one.exercise, one.earned])) });
  }
  process.stdout.write(`${JSON.stringify(scores)}\n`);
} finally {
  await bench[Symbol.asyncDispose]();
  await sandbox[Symbol.asyncDispose]?.();
  await rm(workspace, { recursive: true, force: true });
}
