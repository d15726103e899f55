import type { EvidenceOptions, EvidenceSource } from "./evidence-page.js";

/** What must be answered before a page is shown to others. */
export interface PublishingCheck {
  readonly question: string;
  /** Empty while nobody has answered it. */
  readonly answer: string;
}

/** Whether somebody has put words here: a gap of a lesson is none, nor is a question that a notebook was begun with: "(which licence?)". */
export function isSaid(text: string): boolean {
  return text.trim() !== "" && !text.includes("____") && !/^\([^()]*\?\)$/.test(text.trim());
}

/** Whether we are allowed is answered by the sources themselves; the other answers are given by whoever makes the page. */
export function publishingChecks(
  sources: readonly EvidenceSource[],
  { personal = "", small = "", questions = "" }: NonNullable<EvidenceOptions["checks"]>,
): PublishingCheck[] {
  const known = sources.length > 0 && sources.every(({ title, licence }) => isSaid(title) && isSaid(licence));
  const licences = [...new Set(sources.map(({ title, licence }) => `${title}: ${licence}`))];
  return [
    { question: "Are we allowed to share these figures?", answer: known ? licences.join("; ") : "" },
    { question: "Could anybody be named?", answer: said(personal) },
    { question: "Are there small numbers?", answer: said(small) },
    { question: "Who answers questions?", answer: said(questions) },
  ];
}

function said(text: string): string {
  return isSaid(text) ? text.trim() : "";
}
