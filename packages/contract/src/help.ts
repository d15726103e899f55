/**
 * The help queue as the learner who asked sees it. GET /api/help → MyHelp; news of it is an event of type `help` without content on
 * GET /api/progress/stream. What others asked, and how they are doing, is in none of it: only how many wait before.
 */
import { z } from "zod";

/** How long until somebody comes. Unknown: nobody has been helped yet, or no helper is here. */
export type WaitEstimate =
  | { readonly type: "about"; readonly minutes: number }
  | { readonly type: "unknown"; readonly why: "no-history" | "no-helper" };

export type MyHelp =
  | { readonly state: "not-asking" }
  /** `returned`: the name of who was on the way and had to go. */
  | {
      readonly state: "waiting";
      readonly before: number;
      readonly wait: WaitEstimate;
      readonly returned?: string | undefined;
    }
  | { readonly state: "coming"; readonly helper: string };

const wait: z.ZodType<WaitEstimate> = z.discriminatedUnion("type", [
  z.object({ type: z.literal("about"), minutes: z.number() }),
  z.object({ type: z.literal("unknown"), why: z.enum(["no-history", "no-helper"]) }),
]);

export const MyHelp: z.ZodType<MyHelp> = z.discriminatedUnion("state", [
  z.object({ state: z.literal("not-asking") }),
  z.object({ state: z.literal("waiting"), before: z.number(), wait, returned: z.string().optional() }),
  z.object({ state: z.literal("coming"), helper: z.string() }),
]);

/** What is told to whoever asked, such as "About 10 minutes. 2 people are before you." Empty while they ask for nothing. */
export function helpWords(help: MyHelp): string {
  if (help.state === "not-asking") return "";
  if (help.state === "coming") return `${help.helper} is coming to you.`;
  const gone = help.returned === undefined ? "" : `${help.returned} had to go, and you kept your place. `;
  return `${gone}${waitWords(help.wait)} ${beforeWords(help.before)}`;
}

export function waitWords(estimate: WaitEstimate): string {
  if (estimate.type === "about") return estimate.minutes <= 1 ? "About a minute." : aboutWords(estimate.minutes);
  return estimate.why === "no-helper"
    ? "Your call is on the board. No helper has it open at the moment, so we don’t know how long it will take."
    : "We don’t know yet how long it will take.";
}

function aboutWords(minutes: number): string {
  return minutes > 45 ? "More than 45 minutes." : `About ${minutes} minutes.`;
}

function beforeWords(before: number): string {
  if (before === 0) return "You are next.";
  return before === 1 ? "1 person is before you." : `${before} people are before you.`;
}
