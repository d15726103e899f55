/** Looking at attempts again after a lesson's tests were mended: what could be, how far it is, who would change, what was changed. */
import type { CheckOutcome } from "@data-surgery/contract";
import { html, icon, type Html, type PublicPage } from "../../http/index.js";
import type { Names, Titles } from "../review/reviews.js";
import { pointWords, when } from "../review/words.js";
import type { Regrade, RegradeResult } from "./regrade-store.js";
import type { RegradeState } from "./regrade-tables.js";
import type { OpenRegrade, RegradeOffer } from "./regrades.js";

export const regradeAddress = "/board/regrade";

const stateWords: Readonly<Record<RegradeState, string>> = {
  judging: "being looked at",
  ready: "waits for you to decide",
  applying: "being written",
  applied: "written",
  undoing: "being taken back",
  undone: "taken back",
  dropped: "left as it was",
  failed: "stopped: the lesson’s tests are at fault",
};

export interface RegradeListPage {
  readonly offers: readonly RegradeOffer[];
  readonly regrades: readonly Regrade[];
  readonly titles: Titles;
}

export function regradeListPage({ offers, regrades, titles }: RegradeListPage): PublicPage {
  return {
    title: "Look at attempts again",
    styles: ["review.css"],
    side: html`<a class="button" href="/board">Back to the board</a>`,
    main: html`<div class="review-page">
      <h1>Look at attempts again</h1>
      <p>
        When a test of a lesson was mended, what people tried before can be judged by the mended test. You see who would
        change first; nothing is written until you say so.
      </p>
      ${
        offers.length === 0
          ? html`<p class="lead">
              Every attempt was judged by the lessons as they are now. There is nothing to look at again.
            </p>`
          : offers.map(
              ({ lesson, attempts }) =>
                html`<form class="regrade-offer" method="post" action="${regradeAddress}">
                  <h2>${titles.lesson(lesson)}</h2>
                  <p>
                    ${attempts} ${attempts === 1 ? "attempt was" : "attempts were"} judged by another version of this
                    lesson.
                  </p>
                  <input type="hidden" name="lesson" value="${lesson}" />
                  <button class="button main">
                    Judge them again<span class="visually-hidden">: ${titles.lesson(lesson)}</span>
                  </button>
                </form>`,
            )
      }
      ${
        regrades.length > 0 &&
        html`<section class="aside" aria-labelledby="before-title">
          <h2 id="before-title">Before now</h2>
          <ul>
            ${regrades.map(
              ({ id, lesson, at, state }) =>
                html`<li>
                  <a href="${regradeAddress}/${id}">${titles.lesson(lesson)}, ${when(at)}</a>
                  <span class="quiet">${stateWords[state]}</span>
                </li>`,
            )}
          </ul>
        </section>`
      }
    </div>`,
  };
}

export interface RegradePage {
  readonly open: OpenRegrade;
  readonly titles: Titles;
  readonly names: Names;
}

export function regradePage(page: RegradePage): PublicPage {
  const { regrade } = page.open;
  return {
    title: "Look at attempts again",
    styles: ["review.css"],
    scripts: ["regrade.js"],
    side: html`<a class="button" href="${regradeAddress}">Back to the list</a>`,
    main: html`<div class="review-page">
      <p class="quiet">Looked at again, begun ${when(regrade.at)}</p>
      <h1>${page.titles.lesson(regrade.lesson)}</h1>
      <p class="visually-hidden" role="status" id="regrade-spoken"></p>
      <div id="regrade-now">${regradeNow(page)}</div>
    </div>`,
  };
}

/** The part that changes while it is under way. */
function regradeNow(page: RegradePage): Html {
  const { regrade, progress } = page.open;
  switch (regrade.state) {
    case "judging":
      return underWay(`${progress.judged} of ${progress.all} attempts looked at`, page, progress);
    case "applying":
      return underWay("The changes are being written", page);
    case "undoing":
      return underWay("The changes are being taken back", page);
    case "ready":
      return html`${changesPart(page, "would change")} ${decideForm(page)}`;
    case "applied":
      return html`${changesPart(page, "changed")} ${undoForm(regrade)}`;
    case "failed":
      return html`<div class="note warn" role="note">
        ${icon("warning")}
        <p>
          Nothing was changed: the lesson’s own tests stop before they come to a result (${regrade.problem ?? ""}). Mend
          the lesson, start the server again, and judge anew.
        </p>
      </div>`;
    case "undone":
    case "dropped":
    default:
      return html`<p class="lead">
        ${
          regrade.state === "undone"
            ? "The changes were taken back: everybody has the results of before."
            : "It was left as it was: nobody’s result has changed."
        }
      </p>`;
  }
}

function underWay(words: string, { open }: RegradePage, bar?: OpenRegrade["progress"]): Html {
  return html`<div data-poll="${words}">
    <p><strong>${words}</strong></p>
    ${
      bar !== undefined &&
      html`<progress
          class="regrade-bar"
          value="${bar.judged}"
          max="${Math.max(1, bar.all)}"
          aria-label="Attempts looked at"
        ></progress>
        <p class="quiet">
          It goes on in the background, and steps aside while somebody waits for a check. You can leave this page.
        </p>`
    }
    <div class="buttons">
      <a class="button" href="${regradeAddress}/${open.regrade.id}">How far is it?</a>
      ${open.regrade.state === "judging" && dropForm(open.regrade, "Stop")}
    </div>
  </div>`;
}

/** Rows beyond this make the page slow; the rest is counted. */
const mostRows = 1000;

function changesPart({ open, titles, names }: RegradePage, verb: string): Html {
  const { changes, progress, regrade } = open;
  const people = new Set(changes.map(({ personId }) => personId)).size;
  if (changes.length === 0) {
    return html`<p class="lead">
      ${lookedAt(progress.all)} Nobody’s result ${verb === "changed" ? "changed" : "would change"}.
    </p>`;
  }
  const who = `${people} ${people === 1 ? "person" : "people"}`;
  const which = `${changes.length} ${changes.length === 1 ? "attempt" : "attempts"}`;
  return html`<p class="lead">${lookedAt(progress.all)} ${which} of ${who} ${verb}:</p>
    <div class="review-scroll" tabindex="0" role="group" aria-label="Who ${verb}">
      <table class="review-read">
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">Exercise</th>
            <th scope="col">Tried</th>
            <th scope="col">Was</th>
            <th scope="col">Is now</th>
          </tr>
        </thead>
        <tbody>
          ${changes.slice(0, mostRows).map(
            (change) =>
              html`<tr>
                <th scope="row"><bdi>${names.get(change.personId) ?? "Somebody who has left"}</bdi></th>
                <td>${titles.exercise(regrade.lesson, change.exercise)}</td>
                <td>${when(change.at)}</td>
                <td>${outcomeMark(change.before.outcome)} ${pointsPart(change.before.points)}</td>
                <td>${outcomeMark(change.after.type)} ${pointsPart(change.after.points)} ${keptNote(change)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${changes.length > mostRows && html`<p class="quiet">And ${changes.length - mostRows} more.</p>`}`;
}

function lookedAt(count: number): string {
  return count === 1 ? "1 attempt was looked at again." : `${count} attempts were looked at again.`;
}

function pointsPart(points: RegradeResult["before"]["points"]): Html | undefined {
  return points === undefined ? undefined : html`<span class="quiet">${pointWords(points)}</span>`;
}

function keptNote({ told }: RegradeResult): Html | undefined {
  return told === 3 ? html`<strong>The pass was kept.</strong>` : undefined;
}

const outcomeWords: Readonly<Record<CheckOutcome, string>> = {
  pass: "right",
  "not-yet": "not yet",
  "not-attempted": "not attempted",
  "could-not-run": "could not run",
  "handed-in": "handed in",
};

function outcomeMark(outcome: CheckOutcome): Html {
  const passed = outcome === "pass";
  return html`<span class="decision ${passed ? "accepted" : "returned"}"
    >${icon(passed ? "passed" : "tried")} ${outcomeWords[outcome]}</span
  >`;
}

function decideForm({ open }: RegradePage): Html {
  const { regrade, changes } = open;
  const lost = changes.filter(({ before, after }) => before.outcome === "pass" && after.type !== "pass").length;
  return html`<form class="regrade-decide" method="post" action="${regradeAddress}/${regrade.id}/apply">
      ${
        lost > 0 &&
        html`<fieldset>
          <legend>${lost} ${lost === 1 ? "attempt that passed" : "attempts that passed"} would not pass now</legend>
          <label class="rubric-line" for="keep-yes">
            <input type="radio" id="keep-yes" name="passes" value="keep" checked />
            <span>Never take a pass away: whoever passed stays passed</span>
          </label>
          <label class="rubric-line" for="keep-no">
            <input type="radio" id="keep-no" name="passes" value="take" />
            <span>Take the new result, also where it takes a pass away</span>
          </label>
        </fieldset>`
      }
      <button class="button main">${changes.length === 0 ? "Note that nothing changes" : "Write the changes"}</button>
    </form>
    ${dropForm(regrade, "Leave everything as it was")}
    <p class="quiet">
      Those who change are told that the exercise was looked at again. It can be taken back afterwards.
    </p>`;
}

function dropForm({ id }: Regrade, words: string): Html {
  return html`<form method="post" action="${regradeAddress}/${id}/drop">
    <button class="button">${words}</button>
  </form>`;
}

function undoForm({ id, appliedAt }: Regrade): Html {
  return html`<p class="quiet">${appliedAt !== undefined && `Written ${when(appliedAt)}.`}</p>
    <form method="post" action="${regradeAddress}/${id}/undo">
      <button class="button">Take the changes back</button>
    </form>`;
}
