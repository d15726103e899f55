/**
 * A pathway: levels that somebody can reach, each with criteria in plain words. Only what this server can know today is a kind of
 * criterion; a further kind is a further member of the union, with the projection that it is counted from.
 */
import { z } from "zod";
import { LessonId } from "./grading-format.js";

export const pathwayFormat = 1;

/** `lessons-done`: every exercise done. `skills-shown`: an exercise of that skill right. `answers-accepted`: by a reviewer. */
export type CriterionType = "lessons-done" | "skills-shown" | "answers-accepted";
export const CriterionType: z.ZodType<CriterionType> = z.enum(["lessons-done", "skills-shown", "answers-accepted"]);

export interface Criterion {
  readonly type: CriterionType;
  readonly count: number;
  /** What it asks for, in plain words. */
  readonly text: string;
}

export interface PathwayLevel {
  readonly id: LessonId;
  readonly title: string;
  /** What somebody at this level can do; stands on the badge. */
  readonly about: string;
  readonly criteria: readonly Criterion[];
}

/** Lowest level first; a level is reached only after those before it. */
export interface Pathway {
  readonly id: LessonId;
  readonly title: string;
  readonly format: 1;
  readonly levels: readonly PathwayLevel[];
}

export const Pathway: z.ZodType<Pathway> = z.strictObject({
  id: LessonId,
  title: z.string().min(1),
  format: z.literal(pathwayFormat),
  levels: z
    .array(
      z.strictObject({
        id: LessonId,
        title: z.string().min(1),
        about: z.string().min(1),
        criteria: z
          .array(z.strictObject({ type: CriterionType, count: z.number().int().positive(), text: z.string().min(1) }))
          .min(1),
      }),
    )
    .min(1),
});

export interface CriterionStanding extends Criterion {
  readonly has: number;
  /** How many there are here to be had; fewer than `count` means that it can't be met on this server yet. */
  readonly offered: number;
  readonly met: boolean;
  /** What was counted, by name. */
  readonly because: readonly string[];
}

export interface LevelStanding {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** `not-open`: this server does not have what it takes yet. */
  readonly state: "reached" | "ahead" | "not-open";
  readonly criteria: readonly CriterionStanding[];
  /** Such as "You have 1 of 2, because …". */
  readonly why: string;
}
