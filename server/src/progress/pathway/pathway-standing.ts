/** How far somebody is on the pathway, and why: a pure function of what they have learned and of what is offered here. */
import type {
  Criterion,
  CriterionStanding,
  CriterionType,
  LessonSummary,
  LevelStanding,
  Pathway,
  PathwayLevel,
} from "@data-surgery/contract";
import type { Learning } from "../learning.js";

interface Count {
  readonly offered: number;
  readonly because: readonly string[];
}

type Counts = Readonly<Record<CriterionType, Count>>;

export function pathwayStanding(
  pathway: Pathway,
  learning: Learning,
  lessons: readonly LessonSummary[],
): LevelStanding[] {
  const counts = countAll(learning, lessons);
  let open = true;
  return pathway.levels.map((level) => {
    const criteria = level.criteria.map((criterion) => standingOf(criterion, counts));
    const offered = criteria.every((criterion) => criterion.offered >= criterion.count);
    const reached = open && criteria.every(({ met }) => met);
    open = reached;
    const state = reached ? "reached" : offered ? "ahead" : "not-open";
    const { id, title, about } = level;
    return { id, title, about, state, criteria, why: whyOf(level, criteria, state) };
  });
}

function countAll({ lessons: learned, skills }: Learning, lessons: readonly LessonSummary[]): Counts {
  const exercises = learned.flatMap((lesson) => lesson.exercises);
  const reviewed = lessons.flatMap((lesson) => lesson.exercises).filter(({ type }) => type === "reviewed");
  return {
    "lessons-done": {
      offered: lessons.filter((lesson) => lesson.exercises.length > 0).length,
      because: learned.filter(({ done }) => done).map(({ title }) => title),
    },
    "skills-shown": {
      offered: skills.length,
      because: skills.filter(({ evidence }) => evidence.length > 0).map(({ skill }) => skill),
    },
    "answers-accepted": {
      offered: reviewed.length,
      because: exercises.filter(({ accepted }) => accepted).map(({ title }) => title),
    },
  };
}

function standingOf(criterion: Criterion, counts: Counts): CriterionStanding {
  const { offered, because } = counts[criterion.type];
  return { ...criterion, has: because.length, offered, met: because.length >= criterion.count, because };
}

const things: Readonly<Record<CriterionType, readonly [string, string]>> = {
  "lessons-done": ["lesson", "lessons"],
  "skills-shown": ["skill", "skills"],
  "answers-accepted": ["answer to review", "answers to review"],
};

function whyOf(level: PathwayLevel, criteria: readonly CriterionStanding[], state: LevelStanding["state"]): string {
  if (state === "not-open") {
    const short = criteria.filter(({ offered, count }) => offered < count);
    const asks = short.map(({ type, count, offered }) => `${counted(type, count)} (here: ${offered})`);
    return `Not open here yet: it asks for ${listed(asks)}.`;
  }
  const met = criteria.filter((criterion) => criterion.met);
  const have = `You have ${met.length} of ${level.criteria.length}`;
  if (state === "reached") return `${have}. This level is yours.`;
  const missing = criteria.filter((criterion) => !criterion.met);
  if (missing.length === 0) return `${have}. It opens when you have reached the level before it.`;
  return `${have}, because ${listed(missing.map(({ type, count, has }) => `${count - has} more ${things[type][count - has === 1 ? 0 : 1]} ${count - has === 1 ? "is" : "are"} still to come`))}.`;
}

function counted(type: CriterionType, count: number): string {
  return `${count} ${things[type][count === 1 ? 0 : 1]}`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
