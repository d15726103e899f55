/**
 * Events as xAPI 1.0.3 statements (https://github.com/adlnet/xAPI-Spec), for a learning record store. The actor is an account
 * with a random id and never a name or an address; activity ids are the same on every server and at every address, so that
 * records from two rooms come together. Help signals are no learning record and stay here.
 */
import type { LessonSummary, Points, ProgressEvent } from "@data-surgery/contract";

export interface XapiStatement {
  readonly id: string;
  readonly actor: {
    readonly objectType: "Agent";
    readonly account: { readonly homePage: string; readonly name: string };
  };
  readonly verb: { readonly id: string; readonly display: Readonly<Record<string, string>> };
  readonly object: {
    readonly objectType: "Activity";
    readonly id: string;
    readonly definition: {
      readonly type: string;
      readonly name: Readonly<Record<string, string>>;
    };
  };
  readonly result?: XapiResult;
  readonly context: {
    readonly platform: string;
    readonly language: string;
    readonly contextActivities?: {
      readonly parent?: readonly { readonly objectType: "Activity"; readonly id: string }[];
    };
    readonly extensions?: Readonly<Record<string, unknown>>;
  };
  readonly timestamp: string;
}

interface XapiResult {
  readonly score?: { readonly scaled: number; readonly raw: number; readonly min: number; readonly max: number };
  readonly success?: boolean;
  readonly completion?: boolean;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface XapiExport {
  readonly events: readonly ProgressEvent[];
  readonly lessons: readonly LessonSummary[];
  /** Address of this server: the home page of its accounts. */
  readonly homePage: string;
}

/** Verbs of ADL's vocabulary (http://adlnet.gov/expapi/verbs/). */
type Verb = "answered" | "attempted" | "experienced" | "launched" | "scored";

const activityBase = "urn:data-surgery:lesson:";
const activityTypes = "http://adlnet.gov/expapi/activities/";

export function xapiStatements({ events, lessons, homePage }: XapiExport): XapiStatement[] {
  return events.flatMap((event) => {
    const said = say(event, lessons);
    if (said === undefined) return [];
    const { verb, object, result, parent, extensions } = said;
    return [
      {
        id: event.id,
        actor: { objectType: "Agent", account: { homePage, name: event.personId } },
        verb: { id: `http://adlnet.gov/expapi/verbs/${verb}`, display: { "en-GB": verb } },
        object,
        ...(result === undefined ? {} : { result }),
        context: {
          platform: "Data Surgery",
          language: "en-GB",
          ...(parent === undefined
            ? {}
            : { contextActivities: { parent: [{ objectType: "Activity" as const, id: parent }] } }),
          ...(extensions === undefined ? {} : { extensions }),
        },
        timestamp: new Date(event.at).toISOString(),
      },
    ];
  });
}

interface Said {
  readonly verb: Verb;
  readonly object: XapiStatement["object"];
  readonly result?: XapiResult;
  readonly parent?: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

function say(event: ProgressEvent, lessons: readonly LessonSummary[]): Said | undefined {
  if (event.type === "help-changed") return undefined;
  const lesson = lessons.find(({ id }) => id === event.lesson);
  const lessonId = `${activityBase}${event.lesson}`;
  const lessonActivity = activity(lessonId, "lesson", lesson?.title ?? event.lesson);
  if (event.type === "lesson-opened") return { verb: "launched", object: lessonActivity };
  if (event.type === "lesson-updated") {
    const releases = { [`${activityBase}releases`]: { from: event.from, to: event.to } };
    return { verb: "experienced", object: lessonActivity, extensions: releases };
  }
  const title = lesson?.exercises.find(({ id }) => id === event.exercise)?.title ?? event.exercise;
  const exerciseId = `${lessonId}:exercise:${event.exercise}`;
  const exercise = activity(exerciseId, "question", title);
  switch (event.type) {
    case "hint-shown": {
      const hint = activity(`${exerciseId}:hint:${event.number}`, "performance", `Hint ${event.number}: ${title}`);
      return { verb: "experienced", object: hint, parent: exerciseId };
    }
    case "solution-shown":
      return {
        verb: "experienced",
        object: activity(`${exerciseId}:solution`, "performance", `Solution: ${title}`),
        parent: exerciseId,
      };
    case "answer-reviewed": {
      const success = event.decision === "accepted";
      return {
        verb: "scored",
        object: exercise,
        parent: lessonId,
        result: { ...scoreOf(event.points), success, completion: success },
      };
    }
    case "attempt-regraded":
      return { verb: "scored", object: exercise, parent: lessonId, result: resultOf(event) };
    case "check-recorded":
    default:
      return {
        verb: event.outcome === "not-attempted" ? "attempted" : "answered",
        object: exercise,
        parent: lessonId,
        result: resultOf(event),
      };
  }
}

function activity(id: string, type: "lesson" | "question" | "performance", name: string): XapiStatement["object"] {
  return {
    objectType: "Activity",
    id,
    definition: { type: `${activityTypes}${type}`, name: { "en-GB": name } },
  };
}

/** Nobody has judged what was handed in, and what was not attempted is not wrong: neither has a success. */
function resultOf(event: Extract<ProgressEvent, { type: "check-recorded" | "attempt-regraded" }>): XapiResult {
  const { outcome, points } = event;
  const completion = outcome === "pass" || outcome === "handed-in";
  const judged = outcome === "pass" || outcome === "not-yet" || outcome === "could-not-run";
  return {
    ...scoreOf(points),
    ...(judged ? { success: outcome === "pass" } : {}),
    completion,
    extensions: { [`${activityBase}outcome`]: outcome },
  };
}

function scoreOf(points: Points | undefined): Pick<XapiResult, "score"> {
  if (points === undefined || points.possible <= 0) return {};
  const { earned, possible } = points;
  const raw = Math.min(Math.max(0, earned), possible);
  return { score: { scaled: Math.round((raw / possible) * 10_000) / 10_000, raw, min: 0, max: possible } };
}
