/** The question as a form, for pages without scripts. */
import { confidenceWords, type ConfidenceMoment } from "@data-surgery/contract";
import { html, type Html } from "../../http/index.js";

export interface ConfidenceForm {
  readonly date: string;
  readonly moment: ConfidenceMoment;
  /** What they said before; undefined when nothing. */
  readonly score: number | undefined;
}

export function confidenceForm({ date, moment, score }: ConfidenceForm): Html {
  return html`<form method="post" action="/me/confidence" class="aside">
    <input type="hidden" name="date" value="${date}" />
    <input type="hidden" name="moment" value="${moment}" />
    <fieldset>
      <legend>How sure do you feel working with data${moment === "after" && " now"}?</legend>
      ${confidenceWords.map(
        (words, at) =>
          html`<label class="choice"
            ><input type="radio" name="score" value="${at + 1}" required ${score === at + 1 && html`checked`} />
            ${at + 1}: ${words}</label
          >`,
      )}
    </fieldset>
    <p class="tip">We show only what many said together. You need not answer.</p>
    <button class="button">Say it</button>
  </form>`;
}
