/**
 * One of our lessons as an assignment of nbgrader's: its own programs generate the learner's version and grade what comes back.
 * What only we have goes without: hints, misconceptions, rubrics' lines (put into the mark scheme of tasks), the reasons why.
 */
import { lessonKey, type NbgraderMetadata } from "@data-surgery/contract";
import { renderNotebook, type Cell, type Notebook } from "@data-surgery/jupyter";
import { FaultList } from "./fault-list.js";
import type { Exercise, Lesson, LessonCell, ReviewedExercise } from "./lesson.js";
import type { LessonFault } from "./lesson-fault.js";
import { replaceRegions } from "./marked-region.js";
import { checksCell, inChecks, missingWords } from "./nbgrader-checks.js";
import { shownAttachments } from "./shown-attachments.js";

export interface Assignment {
  /** The notebook for `source/<lesson>/<lesson>.ipynb`. */
  readonly text: string;
  /** What is different there, for the author to know. */
  readonly advice: readonly LessonFault[];
}

const checksId = "data-surgery-checks";
const kernelspec = { display_name: "TypeScript", language: "typescript", name: "surgery" };

export function exportAssignment(lesson: Lesson): Assignment {
  const advice = new FaultList();
  const checks: Cell = {
    cell_type: "code",
    id: checksId,
    metadata: { nbgrader: { ...unmarked, locked: true, grade_id: checksId } },
    source: checksCell(),
    execution_count: null,
    outputs: [],
  };
  const { language_info, [lessonKey]: ours } = lesson.notebook.metadata;
  const notebook: Notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec, ...(language_info === undefined ? {} : { language_info }), [lessonKey]: ours },
    cells: [checks, ...lesson.cells.map((cell) => exportCell(cell, lesson, advice))],
  };
  return { text: renderNotebook(notebook), advice: advice.found };
}

const unmarked = { schema_version: 3, grade: false, solution: false, locked: false } as const;

function exportCell(lessonCell: LessonCell, lesson: Lesson, advice: FaultList): Cell {
  const { cell, ours } = lessonCell;
  const exercise = lesson.exercises.find(({ id }) => ours !== undefined && "exercise" in ours && ours.exercise === id);
  const nbgrader = marksOf(lessonCell);
  const metadata = {
    ...(ours === undefined ? {} : { [lessonKey]: openPart(ours) }),
    ...(nbgrader === undefined ? {} : { nbgrader }),
  };
  const source = sourceOf(lessonCell, exercise, advice);
  if (cell.cell_type === "code") return { ...cell, metadata, source, execution_count: null, outputs: [] };
  const { cell_type, id, attachments } = cell;
  return { cell_type, id, metadata, source, ...shownAttachments(attachments, source) };
}

/** What nbgrader would hand on to learners with the cell: nothing that helps to answer. */
function openPart(ours: NonNullable<LessonCell["ours"]>): object {
  if (!("hints" in ours)) return ours;
  const { role, exercise, step, title, minutes, hints } = ours;
  return { role, exercise, step, title, minutes, hintCount: hints.length };
}

/** Readings are locked; an example is there to be tried with. */
function marksOf({ cell, ours, nbgrader }: LessonCell): NbgraderMetadata | undefined {
  if (nbgrader !== undefined) return nbgrader;
  return ours?.role === "reading" ? { ...unmarked, locked: true, grade_id: cell.id } : undefined;
}

function sourceOf({ cell, ours }: LessonCell, exercise: Exercise | undefined, advice: FaultList): string {
  if (exercise === undefined || ours === undefined) return cell.source;
  if (ours.role === "test") {
    adviseOnTests(cell.source, exercise, advice);
    return inChecks(cell.source, exercise.points);
  }
  if (exercise.type === "code") return withStarter(cell.source, exercise.starter, "// ");
  if (exercise.answer === "below") return withScheme(exercise, cell);
  // nbgrader allows mark schemes in tasks only.
  const open = replaceRegions(cell.source, "MARK SCHEME", () => undefined).trimEnd();
  return withStarter(open, exercise.starter, cell.cell_type === "code" ? "// " : "");
}

/** nbgrader has one stub for all answers: what ours starts with stands above it, in code as a comment. */
function withStarter(source: string, starter: string, before: string): string {
  const lines = source.split("\n");
  const at = lines.findIndex((line) => line.includes("BEGIN SOLUTION"));
  const shown = starter.split("\n").map((line) => `${before}${line}`.trimEnd());
  return [...lines.slice(0, at), ...shown, ...(before === "" ? [""] : []), ...lines.slice(at)].join("\n");
}

function withScheme(exercise: ReviewedExercise, cell: Cell): string {
  const lines = exercise.rubric.map(({ text, points }) => `- ${text} (${points})`);
  const scheme = exercise.markScheme === undefined ? [] : ["", withPictures(exercise.markScheme, cell)];
  const region = ["=== BEGIN MARK SCHEME ===", "", ...lines, ...scheme, "", "=== END MARK SCHEME ==="];
  return [exercise.starting.trimEnd(), "", ...region].join("\n");
}

/** nbgrader hands a cell's attachments on to learners, so it refuses them in a mark scheme: there they stand in the text. */
function withPictures(scheme: string, cell: Cell): string {
  const attachments = cell.cell_type === "code" ? {} : (cell.attachments ?? {});
  return scheme.replace(/(!\[[^\]]*\]\()attachment:([^)]+)\)/g, (whole, open: string, name: string) => {
    const picture = attachments[decodeURI(name)];
    const [data] = typeof picture === "object" && picture !== null ? Object.entries(picture) : [];
    return data === undefined ? whole.replace("attachment:", "") : `${open}data:${data[0]};base64,${String(data[1])})`;
  });
}

function adviseOnTests(source: string, exercise: Exercise, advice: FaultList): void {
  const uses = new RegExp(`\\b(?:${missingWords.join("|")})\\b\\s*[.(]`);
  const at = uses.exec(source)?.index;
  if (at === undefined || exercise.type !== "code") return;
  const before = source.slice(0, at).match(/^\s*test\s*\(/gm)?.length ?? 0;
  const cell = exercise.test.cellId;
  if (before > 0) {
    const message = `Under nbgrader, the first ${before} of the tests of “${exercise.id}” decide about its points: those that need other data, charts or invented inputs can't run inside a notebook.`;
    advice.advise(
      "export.data-tests",
      cell,
      message,
      "Put tests that call a function before them, to tell typed-in answers.",
    );
  } else {
    const message = `Under nbgrader, no test of “${exercise.id}” can run: all need other data, charts or invented inputs. It gets no points there until somebody grades it by hand.`;
    advice.advise("export.only-data-tests", cell, message, "Begin with a test on the lesson's own data.");
  }
}

/** Settings that nbgrader needs for our lessons; for a course that has none yet. */
export const nbgraderConfig = `# Settings for nbgrader (https://nbgrader.readthedocs.io). Lessons need the kernel of Data Surgery: surgery kernel install
c = get_config()  # noqa: F821

c.ClearSolutions.code_stub = {
    "typescript": "// Write your answer here.",
    "javascript": "// Write your answer here.",
    "python": "# YOUR CODE HERE\\nraise NotImplementedError()",
}
`;
