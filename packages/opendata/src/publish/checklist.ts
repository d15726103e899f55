import type { DataSetRecord, QuestionId } from "./data-set-record.js";
import { isSaid } from "../evidence/publishing-checks.js";

/** One question of the checklist, with why it is asked. */
export interface Question {
  readonly id: QuestionId;
  readonly question: string;
  readonly why: string;
}

export const checklist: readonly Question[] = [
  {
    id: "allowed",
    question: "Are we allowed to share this?",
    why: "Somebody may have lent you the figures for one purpose only. Name who agreed, or the licence of what you used.",
  },
  {
    id: "whose",
    question: "Whose data is it?",
    why: "Readers trust figures when they know who counted, and who decides about them.",
  },
  {
    id: "personal",
    question: "Could anybody be named in it?",
    why: "What is published can't be called back. Say what you left out, or why no person is in it.",
  },
  {
    id: "small",
    question: "Are there small numbers in it?",
    why: "One person in a small street is easy to guess. Say what you did with counts below five.",
  },
  {
    id: "meaning",
    question: "Does every column say what it means?",
    why: "In a year nobody remembers. Say who checked the meanings, and where codes come from.",
  },
  {
    id: "change",
    question: "How often will it change, and who will do it?",
    why: "Old figures that look new mislead. A promise you can keep is better than a good one.",
  },
  {
    id: "questions",
    question: "Who answers questions about it?",
    why: "Readers find mistakes. They tell you when they know where.",
  },
];

/** The questions that nobody has answered. The address of the keeper answers the last. */
export function unanswered(record: DataSetRecord): Question[] {
  return checklist.filter(
    ({ id }) =>
      !isSaid(record.answers[id] ?? "") &&
      !(id === "questions" && (record.keeper.email !== undefined || record.keeper.url !== undefined)),
  );
}
