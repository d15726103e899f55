/** The card under an exercise: what the last check saw, the hints that are open, the solution. Stays until the next try. */
import type { AnswerReview, CheckResult, Solution, TestResult } from "@data-surgery/contract";
import type { ExerciseModel } from "../models/exercise-model.js";
import { outcomeSigns, partsWords, pointsWords, regradedWords, reviewHead } from "../models/exercise-words.js";
import { textDifference } from "./difference-view.js";
import { element, starting, type Child } from "./element.js";

export interface CardActions {
  /** The exercise's own. */
  readonly cellId: string;
  /** Goes to the cell with this id and puts the cursor there. */
  goToCell(cellId: string): void;
  /** What stands in the exercise's cell now; undefined where the answer stands elsewhere. */
  readonly source: (() => string) | undefined;
  /** Whether the comparison with the solution is open: cards are drawn anew at each change. */
  readonly comparing: { isOpen: boolean };
}

/** Nodes for everything that shows now, in reading order. */
export function renderCards(model: ExerciseModel, actions: CardActions): HTMLElement[] {
  const { problem, result, review, solution } = model;
  const cards: HTMLElement[] = [];
  if (problem !== undefined)
    cards.push(element("div", { class: "ds-card ds-card-problem" }, element("p", {}, problem)));
  // An answer that was handed in again waits for its reader; what was said of the one before is still worth reading.
  const isNewer = review !== undefined && result !== undefined && result.at > review.at;
  if (result !== undefined && (review === undefined || isNewer))
    cards.push(resultCard(result, model.regradedAt !== undefined, actions));
  if (review !== undefined) cards.push(reviewCard(review, isNewer));
  for (const [index, hint] of model.hints.entries()) cards.push(hintCard(index + 1, model.hintCount, hint));
  if (solution === undefined && model.askedForSolution === "sure") cards.push(questionCard(model));
  if (solution === undefined && model.askedForSolution === "try-first") cards.push(tryFirstCard(model));
  if (solution !== undefined) cards.push(solutionCard(solution, model.isReviewed, actions));
  return cards;
}

function resultCard(result: CheckResult, isRegraded: boolean, actions: CardActions): HTMLElement {
  const sign = element("span", { class: "ds-sign", "aria-hidden": "true" }, outcomeSigns[result.type]);
  return element(
    "div",
    { class: `ds-card ds-card-${result.type}`, "data-outcome": result.type },
    element("p", { class: "ds-card-head" }, sign, result.head),
    isRegraded && element("p", {}, regradedWords),
    ...paragraphs(result.message),
    ...paragraphs(partsWords(result)),
    namedTests(result),
    failure(result, actions),
    repairs(result),
  );
}

/** What had to be put right for this check. Nobody is to blame for it, and the notebook was left alone. */
function repairs({ repairs: done = [] }: CheckResult): Child {
  if (done.length === 0) return undefined;
  return element(
    "div",
    { class: "ds-repairs" },
    element("p", {}, "For this check only, so that your answer counts:"),
    element("ul", {}, ...done.map((one) => element("li", {}, one))),
  );
}

function paragraphs(text: string): HTMLElement[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => element("p", {}, line));
}

/** What is right already stands too: it is half of what a person wants to know. */
function namedTests(result: CheckResult): Child {
  if (result.type !== "not-yet" || result.tests.length === 0) return undefined;
  const isOnlyTheMessage = result.tests.length === 1 && !says(result, result.tests[0]);
  if (isOnlyTheMessage) return undefined;
  const items = result.tests.map((one) =>
    element(
      "li",
      { class: one.passed ? "is-right" : "is-open" },
      element("span", { class: "ds-sign", "aria-hidden": "true" }, one.passed ? "✓" : "○"),
      one.title,
      element("span", { class: "ds-visually-hidden" }, one.passed ? " (right)" : " (not yet)"),
      says(result, one) && element("span", { class: "ds-test-message" }, one.message),
    ),
  );
  return element("ul", { class: "ds-tests" }, ...items);
}

/** The test has words of its own that the card did not say already. */
function says(result: CheckResult, one: TestResult | undefined): boolean {
  return one?.message !== undefined && one.message !== "" && one.message !== result.message;
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
          goWords(isTold ? found.line : undefined, cellId === actions.cellId),
        );
  return element("div", { class: "ds-failure" }, !isTold && element("pre", {}, `${where}${found.message}`), button);
}

function goWords(line: number | undefined, isOwn: boolean): string {
  if (line === undefined) return isOwn ? "Go to the cell" : "Go to that cell";
  return isOwn ? `Go to line ${line}` : `Go to line ${line} of that cell`;
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

function tryFirstCard({ isReviewed }: ExerciseModel): HTMLElement {
  return element(
    "div",
    { class: "ds-card ds-card-question" },
    element("p", { class: "ds-card-head" }, tryFirstWords(isReviewed)),
    element("p", {}, "A wrong try is fine, and a hint may help."),
  );
}

export function tryFirstWords(isReviewed: boolean): string {
  return isReviewed
    ? "Hand in your own answer first; then one way to answer it is here."
    : "Try once first; then the solution is here.";
}

function solutionCard({ source, why }: Solution, isReviewed: boolean, actions: CardActions): HTMLElement {
  return element(
    "div",
    { class: "ds-card ds-card-solution" },
    element("p", { class: "ds-card-head" }, isReviewed ? "One way to answer it" : "One way to do it"),
    element("pre", { tabindex: 0, "aria-label": "The solution", role: "region" }, source),
    ...paragraphs(why),
    comparison(source, actions),
  );
}

function comparison(solution: string, { source, comparing }: CardActions): Child {
  if (source === undefined) return undefined;
  const body = element("div", {});
  const show = (): void => {
    comparing.isOpen = details.open;
    if (!details.open) return;
    body.replaceChildren(
      textDifference(source().trim(), solution.trim(), {
        same: "Yours is the same as this.",
        head: () => "− stands in yours, + stands in the solution",
        spoken: { removed: "yours: ", added: "solution: " },
      }),
    );
  };
  const details = element(
    "details",
    { class: "ds-compare", open: comparing.isOpen, ontoggle: show },
    element("summary", {}, "Compare with yours"),
    body,
  );
  return details;
}

function reviewCard(review: AnswerReview, isOfEarlier: boolean): HTMLElement {
  const { decision, comment, points, lines } = review;
  const isAccepted = decision === "accepted";
  const head = isOfEarlier ? "What was said of your answer before" : reviewHead(review);
  const items = lines.map(({ text, points: given }) => {
    const isFull = given.earned >= given.possible;
    return element(
      "li",
      { class: isFull ? "is-right" : "is-open" },
      element("span", { class: "ds-sign", "aria-hidden": "true" }, isFull ? "✓" : "○"),
      `${text} (${pointsWords(given)})`,
    );
  });
  return element(
    "div",
    { class: `ds-card ds-card-review-${decision}`, "data-review": decision },
    element(
      "p",
      { class: "ds-card-head" },
      element("span", { class: "ds-sign", "aria-hidden": "true" }, isAccepted ? "✓" : "↩"),
      head,
    ),
    !isAccepted && !isOfEarlier && element("p", {}, "Go on with it, and hand it in again when you are ready."),
    comment !== "" && element("blockquote", {}, ...paragraphs(comment)),
    element("p", {}, `${pointsWords(points)}.`),
    items.length > 0 && element("ul", { class: "ds-tests", "aria-label": "What was looked for" }, ...items),
  );
}
