/** The card under an exercise: what the last check saw, the hints that are open, the solution. Stays until the next try. */
import type { CheckResult } from "@data-surgery/contract";
import type { ExerciseModel } from "../models/exercise-model.js";
import { element, starting, type Child } from "./element.js";

export interface CardActions {
  /** Goes to the cell with this id and puts the cursor there. */
  goToCell(cellId: string): void;
}

const signs: Readonly<Record<CheckResult["type"], string>> = {
  pass: "✓",
  "not-yet": "→",
  "not-attempted": "✎",
  "could-not-run": "■",
  "handed-in": "↑",
};

/** Nodes for everything that shows now, in reading order. */
export function renderCards(model: ExerciseModel, actions: CardActions): HTMLElement[] {
  const cards: HTMLElement[] = [];
  if (model.problem !== undefined)
    cards.push(element("div", { class: "ds-card ds-card-problem" }, element("p", {}, model.problem)));
  if (model.result !== undefined) cards.push(resultCard(model.result, actions));
  for (const [index, hint] of model.hints.entries()) cards.push(hintCard(index + 1, model.hintCount, hint));
  if (model.askedForSolution && model.solution === undefined) cards.push(questionCard(model));
  if (model.solution !== undefined) cards.push(solutionCard(model.solution.source, model.solution.why));
  return cards;
}

/** One sentence for the live region. */
export function resultSentence(result: CheckResult): string {
  return `${result.head}. ${result.message}`;
}

function resultCard(result: CheckResult, actions: CardActions): HTMLElement {
  const sign = element("span", { class: "ds-sign", "aria-hidden": "true" }, signs[result.type]);
  return element(
    "div",
    { class: `ds-card ds-card-${result.type}`, "data-outcome": result.type },
    element("p", { class: "ds-card-head" }, sign, result.head),
    ...paragraphs(result.message),
    failedTests(result),
    failure(result, actions),
  );
}

function paragraphs(text: string): HTMLElement[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => element("p", {}, line));
}

/** What is right already stands too: it is half of what a person wants to know. */
function failedTests(result: CheckResult): Child {
  if (result.type !== "not-yet" || result.tests.length < 2) return undefined;
  const items = result.tests.map((one) =>
    element(
      "li",
      { class: one.passed ? "is-right" : "is-open" },
      element("span", { class: "ds-sign", "aria-hidden": "true" }, one.passed ? "✓" : "○"),
      one.title,
      element("span", { class: "ds-visually-hidden" }, one.passed ? " (right)" : " (not yet)"),
    ),
  );
  return element("ul", { class: "ds-tests" }, ...items);
}

function failure(result: CheckResult, actions: CardActions): Child {
  const { failure: found } = result;
  if (found === undefined) return undefined;
  const { cellId } = found;
  const where = found.line === undefined ? "" : `Line ${found.line}: `;
  // Most errors are told in full above; then only the way there is left to say.
  const isTold = result.message.includes(found.message);
  const button =
    cellId === undefined
      ? undefined
      : element(
          "button",
          { type: "button", class: "ds-button", onclick: () => actions.goToCell(cellId) },
          isTold && found.line !== undefined ? `Go to line ${found.line} of that cell` : "Go to that cell",
        );
  return element("div", { class: "ds-failure" }, !isTold && element("pre", {}, `${where}${found.message}`), button);
}

function hintCard(number: number, count: number, text: string): HTMLElement {
  return element(
    "div",
    { class: "ds-card ds-card-hint" },
    element("p", { class: "ds-card-head" }, `Hint ${number} of ${count}`),
    ...paragraphs(text),
  );
}

function questionCard(model: ExerciseModel): HTMLElement {
  return element(
    "div",
    { class: "ds-card ds-card-question" },
    element("p", { class: "ds-card-head" }, "Show the solution?"),
    element("p", {}, "You can still try again. Nobody marks you down for looking."),
    element(
      "div",
      { class: "ds-row" },
      element(
        "button",
        { type: "button", class: "ds-button", onclick: starting(() => model.showSolution()) },
        "Show it",
      ),
      element("button", { type: "button", class: "ds-button", onclick: () => model.keepTrying() }, "Keep trying"),
    ),
  );
}

function solutionCard(source: string, why: string): HTMLElement {
  return element(
    "div",
    { class: "ds-card ds-card-solution" },
    element("p", { class: "ds-card-head" }, "One way to do it"),
    element("pre", { tabindex: 0 }, source),
    ...paragraphs(why),
  );
}
