/**
 * nbgrader's autograde on the same small lesson, written in Python: the same cells, exercises, tests and right answers. Needs a
 * Python that has nbgrader and a kernel (PYTHON names it); where there is none, there is nothing to compare with.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

interface PeerCell {
  readonly id: string;
  readonly source: string;
  readonly grade?: { readonly grade: boolean; readonly points?: number };
}

const cells: readonly PeerCell[] = [
  { id: "read", source: 'numbers = [int(line) for line in open("numbers.csv").read().split()[1:]]' },
  {
    id: "total",
    grade: { grade: false },
    source: "### BEGIN SOLUTION\ntotal = sum(numbers)\n### END SOLUTION\nprint(total)",
  },
  {
    id: "total-test",
    grade: { grade: true, points: 1 },
    source: "assert isinstance(total, int)\n### BEGIN HIDDEN TESTS\nassert total == 6\n### END HIDDEN TESTS",
  },
  {
    id: "rate",
    grade: { grade: false },
    source: "### BEGIN SOLUTION\ndef rate(part, whole):\n    return part / whole * 100\n### END SOLUTION",
  },
  {
    id: "rate-test",
    grade: { grade: true, points: 2 },
    source:
      "assert rate(1, 2) == 50\n### BEGIN HIDDEN TESTS\nassert rate(31337, 62674) == 50\nassert abs(rate(1, 3) - 33.3333) < 0.001\n### END HIDDEN TESTS",
  },
];

function notebook(isSolved: boolean): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "python3", display_name: "Python 3", language: "python" } },
    cells: cells.map(({ id, source, grade }) => ({
      cell_type: "code",
      id,
      execution_count: null,
      outputs: [],
      source: isSolved ? source.replaceAll(/^### .*\n?/gm, "") : source,
      metadata:
        grade === undefined
          ? {}
          : {
              nbgrader: {
                schema_version: 3,
                grade_id: id,
                grade: grade.grade,
                solution: !grade.grade,
                locked: grade.grade,
                task: false,
                ...(grade.points === undefined ? {} : { points: grade.points }),
              },
            },
    })),
  });
}

/** Notebooks a second; null where nbgrader is not there. @throws Error when it is there and does not grade */
export async function measureNbgrader(python: string, count: number): Promise<number | null> {
  const there = await run(python, ["-c", "import nbgrader, ipykernel"]).then(
    () => true,
    () => false,
  );
  if (!there) return null;
  const course = await mkdtemp(join(tmpdir(), "surgery-nbgrader-"));
  try {
    const put = async (folder: string, isSolved: boolean): Promise<void> => {
      await mkdir(join(course, folder), { recursive: true });
      await writeFile(join(course, folder, "numbers.csv"), "n\n1\n2\n3\n");
      await writeFile(join(course, folder, "tiny.ipynb"), notebook(isSolved));
    };
    await put("source/tiny", false);
    for (let n = 0; n < count; n++) await put(`submitted/learner-${n}/tiny`, true);
    const nbgrader = (...words: string[]): Promise<unknown> =>
      run(python, ["-m", "nbgrader", ...words], {
        cwd: course,
        maxBuffer: 64 * 1024 * 1024,
        env: { ...process.env, PATH: `${dirname(python)}${delimiter}${process.env["PATH"] ?? ""}`, HOME: course },
      });
    await nbgrader("generate_assignment", "tiny");
    const started = performance.now();
    await nbgrader("autograde", "tiny");
    const seconds = (performance.now() - started) / 1000;
    return count / seconds;
  } finally {
    await rm(course, { recursive: true, force: true, maxRetries: 5 });
  }
}
