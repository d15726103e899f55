/**
 * What a lesson's tests are written with, as one cell of a notebook: under nbgrader they run in the learner's kernel, where our
 * runner is not. There nothing keeps them apart from the learner's code, as with every test of nbgrader's. Two things can't be
 * done there: running the notebook again with other data, and reading charts; tests from there on are left out.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The name under which test cells find what they need. */
export const checksName = "dataSurgeryChecks";

/** Words of our tests that can't be had inside a notebook that runs. */
export const missingWords: readonly string[] = ["withData", "chart", "generate"];

/** Source of the cell, in plain JavaScript: our kernel and any other that keeps top-level names run it. */
export function checksCell(): string {
  return `// Brought along so that the tests in this notebook can run. There is nothing to do here: run it once.\n${checks()}`;
}

function checks(): string {
  return `const ${checksName} = (() => {\nconst compare = ${inlined(compareFile())};\n${frame}\n})();`;
}

/**
 * One test cell's source. Its hidden part begins with the cell above once more: whoever grades has it from there, whatever became
 * of that cell, and in a notebook that our own release made and that has none.
 */
export function inChecks(source: string, points: number): string {
  const lines = source.split("\n");
  const head = /^\s*\/\/\s*PASS:/.test(lines[0] ?? "") ? [lines.shift()!] : [];
  return [
    ...head,
    "// ### BEGIN HIDDEN TESTS",
    checks(),
    "// ### END HIDDEN TESTS",
    `await ${checksName}.run(${points}, async ({ ${testWords().join(", ")} }) => {`,
    ...lines,
    "})",
  ].join("\n");
}

function testWords(): string[] {
  return ["answer", "call", "test", ...exportsOf(moduleText(compareFile())), ...missingWords].toSorted();
}

/** Built, so without types: from the source and from the built files the way is the same. */
function compareFile(): string {
  return join(import.meta.dirname, "..", "dist", "compare.js");
}

const texts = new Map<string, string>();

function moduleText(file: string): string {
  let text = texts.get(file);
  if (text === undefined) {
    text = readFileSync(file, "utf8").replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "");
    texts.set(file, text);
  }
  return text;
}

function exportsOf(text: string): string[] {
  return [...text.matchAll(/^export (?:function|const|class) (\w+)/gm)].map((match) => match[1]!);
}

/** A module of ours and what it imports beside it, as one expression whose value holds its exports. */
function inlined(file: string): string {
  const text = moduleText(file);
  const body = text
    .replace(
      /^import \{([^}]*)\} from "\.\/([\w-]+\.js)";$/gm,
      (_, names: string, other: string) => `const {${names}} = ${inlined(join(dirname(file), other))};`,
    )
    .replace(/^export /gm, "");
  return `(() => {\n${body}\nreturn { ${exportsOf(text).join(", ")} };\n})()`;
}

/** Kept in the learner's kernel, so it takes what it needs from there and promises no more than nbgrader does. */
const frame = `class LeftOut extends Error {}
const leaveOut = () => { throw new LeftOut(); };
const plain = (value) => {
  if (typeof value === "function" || typeof value === "symbol") throw new TypeError("The value is a " + typeof value + ", not data.");
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Array.from(value, plain);
  if (value instanceof Date) return new Date(value);
  if (value instanceof Map) return new Map([...value].map(([key, entry]) => [plain(key), plain(entry)]));
  if (value instanceof Set) return [...value].map(plain);
  if (typeof value.toJSON === "function") return plain(value.toJSON());
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => typeof entry !== "function").map(([key, entry]) => [key, plain(entry)]));
};
const answer = async (expression) => plain(await (0, eval)("(" + expression + "\\n)"));
const call = async (name, ...values) => plain(await (0, eval)("(" + name + "\\n)")(...values.map(plain)));
const run = async (points, tests) => {
  const found = [];
  const test = (title, condition, message, weight = 1) => { found.push({ passed: condition === true, message, weight }); };
  const generate = new Proxy({}, { get: () => leaveOut });
  try {
    await tests({ answer, call, test, ...compare, withData: leaveOut, chart: leaveOut, generate });
  } catch (error) {
    if (!(error instanceof LeftOut)) throw error;
    if (found.length === 0) throw new Error("None of these tests can run inside a notebook. Somebody has to look at the answer.");
  }
  const failed = found.filter(({ passed }) => !passed);
  if (found.length > 0 && failed.length === 0) return points;
  const weigh = (some) => some.reduce((sum, { weight }) => sum + weight, 0);
  const all = weigh(found);
  const share = all === 0 ? 0 : 1 - weigh(failed) / all;
  const earned = Math.min(points, Math.floor(points * share * 100 + 1e-9) / 100);
  if (earned === 0) throw new Error(failed[0]?.message ?? "Nothing was tested.");
  for (const { message } of failed) console.log(message);
  return earned;
};
return { run };`;
