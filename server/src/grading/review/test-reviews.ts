/** The frozen lesson with two questions that a person reads added to it, and people who hand in; for tests and measurements. */
import type { Visitor } from "@data-surgery/contract";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createProgress, progressMigrations, type Progress } from "../../progress/index.js";
import type { Store } from "../../store/index.js";
import type { OpenTestStore } from "../../store/test-dialects.js";
import { gradingMigrations, sqlAttemptStore, type AttemptStore } from "../attempt-store.js";
import { readCatalogue, type LessonCatalogue } from "../lesson-catalogue.js";
import { ada, fixtures } from "../test-grading.js";
import type { AnswerCell } from "./answer-cells.js";
import { createReviews, type Reviews } from "./reviews.js";
import { sqlReviewStore } from "./review-store.js";

const about = { objective: "Say what you found", minutes: 3, skill: "say a finding", stage: "present" };
const ungraded = { schema_version: 3, grade: true, solution: true, locked: false };

const questions = [
  {
    cell_type: "markdown",
    id: "ex-finding",
    metadata: {
      data_surgery: {
        role: "question",
        exercise: "finding",
        step: 3,
        title: "Write the finding",
        ...about,
        starter: "We found ____.",
        hints: ["CANARY-hint-finding"],
        why: "CANARY-why-finding",
        rubric: [
          { id: "number", text: "Says how many.", points: 2 },
          { id: "limits", text: "Says what it can't say.", points: 1 },
        ],
      },
      nbgrader: { ...ungraded, grade_id: "finding", points: 3 },
    },
    source: "### BEGIN SOLUTION\nWe found six.\n### END SOLUTION",
  },
  {
    cell_type: "code",
    id: "ex-chart",
    metadata: {
      data_surgery: {
        role: "question",
        exercise: "chart",
        step: 4,
        title: "Draw it",
        ...about,
        starter: "show(____);",
        hints: ["CANARY-hint-chart"],
        why: "CANARY-why-chart",
        rubric: [{ id: "title", text: "The title is the finding.", points: 1 }],
      },
      nbgrader: { ...ungraded, grade_id: "chart", points: 1 },
    },
    source: "// ### BEGIN SOLUTION\nshow(numbers);\n// ### END SOLUTION",
    outputs: [],
    execution_count: null,
  },
];

/** A folder of lessons with `tiny` in it; `mend` changes the text of its notebook. */
export async function writeLessons(mend: (text: string) => string = (text) => text): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "surgery-lessons-"));
  await mkdir(join(folder, "tiny", "data"), { recursive: true });
  const notebook = JSON.parse(await readFile(join(fixtures, "tiny", "tiny.ipynb"), "utf8")) as { cells: unknown[] };
  const lesson = { ...notebook, cells: [...notebook.cells, ...questions] };
  await writeFile(join(folder, "tiny", "tiny.ipynb"), mend(JSON.stringify(lesson)));
  const data = join("tiny", "data", "numbers.csv");
  await writeFile(join(folder, data), await readFile(join(fixtures, data)));
  return folder;
}

export async function reviewedCatalogue(mend?: (text: string) => string): Promise<LessonCatalogue> {
  const folder = await writeLessons(mend);
  try {
    const catalogue = await readCatalogue({ notebooks: folder, curricula: join(folder, "none") });
    if (catalogue.broken.length > 0) throw new Error(JSON.stringify(catalogue.broken));
    return catalogue;
  } finally {
    await rm(folder, { recursive: true });
  }
}

export const trainer: Visitor = {
  personId: "eva",
  name: "Eva",
  role: "trainer",
  workshopId: "w1",
  home: "eva-1111",
  color: "#1d4ed8",
};
export const otherTrainer: Visitor = { ...trainer, personId: "ola", name: "Ola", home: "ola-1111" };
export const stranger: Visitor = { ...trainer, personId: "sam", name: "Sam", home: "sam-1111", workshopId: "w2" };

export function learner(number: number): Visitor {
  return { ...ada, personId: `p${number}`, name: `Learner ${number}`, home: `p${number}-0000` };
}

export interface ReviewHouse extends AsyncDisposable {
  readonly store: Store;
  readonly reviews: Reviews;
  readonly progress: Progress;
  readonly attempts: AttemptStore;
  readonly clock: { now: number };
  /** As a check does it, without running anything. Resolves to the attempt's id. */
  handIn(person: Visitor, exercise: "finding" | "chart", cells: readonly AnswerCell[]): Promise<string>;
}

export async function openReviewHouse(open: OpenTestStore): Promise<ReviewHouse> {
  const opened = await open([...gradingMigrations, ...progressMigrations]);
  const house = createReviewHouse(opened.store, await reviewedCatalogue());
  return { ...house, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}

export function createReviewHouse(store: Store, catalogue: LessonCatalogue): Omit<ReviewHouse, keyof AsyncDisposable> {
  const clock = { now: 1_795_420_800_000 };
  const people = [trainer, otherTrainer, ada, ...Array.from({ length: 1001 }, (_, number) => learner(number))];
  const progress = createProgress({
    store,
    lessons: catalogue,
    people: { learners: () => Promise.resolve([]) },
    clock: () => clock.now,
  });
  const attempts = sqlAttemptStore(store);
  const reviews = createReviews({
    store: sqlReviewStore(store),
    catalogue,
    progress,
    names: () => Promise.resolve(new Map(people.map(({ personId, name }) => [personId, name]))),
    clock: () => clock.now,
  });
  let made = 0;
  return {
    store,
    reviews,
    progress,
    attempts,
    clock,
    handIn: async ({ personId, workshopId, home }, exercise, cells) => {
      const attemptId = `attempt-${String(++made).padStart(5, "0")}`;
      const verdict = { type: "handed-in", head: "Handed in", message: "", tests: [] } as const;
      const who = { personId, workshopId };
      const attempt = {
        ...who,
        lesson: "tiny",
        lessonHash: "0",
        exercise,
        notebook: `people/${home}/tiny/tiny.ipynb`,
        result: { ...verdict, attemptId, tries: 1, at: ++clock.now },
        plan: { type: "run", cells: [], cellId: `ex-${exercise}`, repairs: [] },
        tookMs: 5,
        answer: cells,
      } as const;
      const fact = { type: "check-recorded", lesson: "tiny", exercise, attemptId, outcome: "handed-in" } as const;
      await progress.record(who, fact, (inside) => attempts.insert(attempt, inside));
      return attemptId;
    },
  };
}

export const text = (source: string): AnswerCell[] => [{ type: "markdown", source, outputs: [] }];
