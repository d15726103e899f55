/** The pathway in words: for somebody themselves, and for organisers of a place they came to. */
import { html, type Html } from "../../http/index.js";
import { dateWords } from "../local-time.js";
import type { PathwayStep, ReachedStep } from "./pathway.js";

const doneWords: Readonly<Record<PathwayStep, string>> = {
  patient: "You came with a question of your own",
  learner: "You learned to work with open data",
  champion: "You have the open data champion’s badge",
  surgeon: "You helped somebody else",
};

const nextWords: Readonly<Record<PathwayStep, string>> = {
  patient:
    "If you like: work through the first lesson, at home or at a workshop. It takes an evening, and the rest follows from there.",
  learner: "If you like: finish the lessons. Then you can carry a question of your group from figures to evidence.",
  champion: "If you like: sit beside somebody at the next surgery. You know more than you think.",
  surgeon: "You are what keeps this going. Thank you. Come again when you can.",
};

/** Undefined when there is nothing to tell yet. */
export function ownPathwayPart(reached: readonly ReachedStep[]): Html | undefined {
  const last = reached.at(-1);
  if (last === undefined) return undefined;
  return html`<section aria-labelledby="pathway-title">
    <h2 id="pathway-title">What you have done, and what could come next</h2>
    <ul>
      ${reached.map(
        ({ step, since, times }) =>
          html`<li>
            ${doneWords[step]}:
            ${dateWords(since, "Europe/London")}${times > 1 && ` and ${times - 1} more ${times === 2 ? "time" : "times"}`}.
          </li>`,
      )}
    </ul>
    <p>${nextWords[last.step]} <a href="/surgeries">What is on</a></p>
  </section>`;
}

export const stepNames: Readonly<Record<PathwayStep, string>> = {
  patient: "came with a question",
  learner: "learns",
  champion: "champion",
  surgeon: "helps others",
};
