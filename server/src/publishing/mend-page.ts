/** The second page: what could be mended in the file, what was, and what of it no longer fits. A file that needs nothing never shows it. */
import { fixWords } from "@data-surgery/opendata/publish/browser";
import { html, type Html, type PublicPage } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import type { Draft } from "./draft.js";
import type { CellTold, MendedTold, OfferedMend } from "./mends-told.js";
import { readingPart } from "./reading-part.js";
import { asksAboutReading, withReading } from "./reading-wish.js";
import type { Looked } from "./release-tasks.js";
import { revisionField, wizardPage } from "./wizard-frame.js";

export interface MendPage {
  readonly set: DataSet;
  readonly looked: Looked;
  readonly problem?: string;
}

export function mendPage({ set, looked, problem }: MendPage): PublicPage {
  const offers = looked.offers.filter(({ isOpen }) => isOpen);
  const read = looked.offers.filter(({ isOpen }) => !isOpen);
  const asks = asksAboutReading(set.draft, looked.reading, false);
  const lost = looked.mended.filter((told) => told.outcome === "lost").length;
  return wizardPage({
    step: "mend",
    title: "Mend the file",
    set,
    ...(problem === undefined ? {} : { problem }),
    main: html`${lost > 0 && lostNote(lost)}
      ${
        asks &&
        html`${readingPart(set, looked)}
          <h2>What could be mended</h2>`
      }
      <p>
        ${
          offers.length === 0
            ? "✓ Nothing more was found that wants mending."
            : "This was found in the file. Tick what to mend. Your own file stays as it is, and the same is done to the next one."
        }
      </p>
      <form method="post" action="/publish/${set.id}/mend">
        ${revisionField(set.revision)}
        ${offers.map((offer) => offerPart(offer, looked.offers.indexOf(offer), isTicked(set.draft, offer)))}
        ${
          read.length > 0 &&
          html`<details>
            <summary>What reading did by itself</summary>
            ${read.map((offer) => offerPart(offer, looked.offers.indexOf(offer), false))}
          </details>`
        }
        <button class="button main wide" name="go" value="on">
          ${offers.length === 0 ? "Go on" : "Mend what is ticked, and go on"}
        </button>
      </form>
      ${mendedPart(set, looked.mended)} ${!asks && readingPart(set, looked)}`,
  });
}

function lostNote(lost: number): Html {
  return html`<div class="note warn" role="alert">
    <p>
      ${lost === 1 ? "One step" : `${lost} steps`} of mending that ${lost === 1 ? "was" : "were"} done to the file
      before can’t be done to this one. See below what and why; without ${lost === 1 ? "it" : "them"} you can go on.
    </p>
  </div>`;
}

const isTicked = ({ unmended }: Draft, { key, isSafe }: OfferedMend): boolean => isSafe && !unmended.includes(key);

function offerPart(
  { what, why, words, counts, examples, takesBack, fix }: OfferedMend,
  at: number,
  ticked: boolean,
): Html {
  return html`<fieldset class="finding">
    <legend>${what}</legend>
    <p>${why} ${takesBack && words}</p>
    <label class="choice"
      ><input type="checkbox" name="mend.${at}" value="yes" ${ticked && html`checked`} /><span
        >${takesBack ? `Not so. ${fixWords(fix)}` : words}
        ${counts !== "" && html`<span class="quiet">(${counts})</span>`}</span
      ></label
    >
    ${examplesPart(examples)}
  </fieldset>`;
}

function examplesPart(examples: readonly CellTold[]): Html | false {
  return (
    examples.length > 0 &&
    html`<ul class="examples">
      ${examples.map(
        ({ column, from, to }) =>
          html`<li>
            ${column}: <del>“${from}”</del> → ${to === "" ? html`<em>nothing</em>` : html`<ins>“${to}”</ins>`}
          </li>`,
      )}
    </ul>`
  );
}

function mendedPart(set: DataSet, mended: readonly MendedTold[]): Html | false {
  if (mended.length === 0) return false;
  return html`<section aria-labelledby="mended-title">
    <h2 id="mended-title">What is mended</h2>
    <p class="quiet">It is done again to the next file by itself, and readers see it on the page.</p>
    <form method="post" action="/publish/${set.id}/mend">
      ${revisionField(set.revision)}
      <ul class="settled">
        ${mended.map((told, at) => mendedItem(told, at))}
      </ul>
    </form>
  </section>`;
}

function mendedItem(told: MendedTold, at: number): Html {
  const { outcome, words } = told;
  const sign = { done: "✓", idle: "○ Nothing to do this time:", lost: "▲ Not possible with this file:" }[outcome];
  return html`<li>
    <div>
      ${sign} ${words} ${outcome === "lost" && html`<br />${told.why} It is tried again with the next file.`}
      ${outcome === "done" && html`${told.counts !== "" && html`<span class="quiet">(${told.counts})</span>`} ${told.note !== "" && html`<br />▲ ${told.note}`} ${examplesPart(told.examples)}`}
    </div>
    <button class="button" name="undo" value="${at}" aria-label="Take back: ${words}">Take back</button>
  </li>`;
}

/** The draft after what was ticked or taken back. */
export function mendedDraft(draft: Draft, looked: Looked, fields: Readonly<Record<string, string>>): Draft {
  const { offers, sha256 } = looked;
  if (fields["undo"] !== undefined)
    return { ...draft, mends: draft.mends.filter((_, at) => String(at) !== fields["undo"]) };
  const ticked = offers.filter((_, at) => fields[`mend.${at}`] === "yes");
  const asked = offers.filter(({ isOpen }) => isOpen);
  const left = asked.filter((offer) => !ticked.includes(offer)).map(({ key }) => key);
  const others = draft.unmended.filter((key) => !asked.some((offer) => offer.key === key));
  return {
    ...withReading(draft, looked.reading),
    mends: [
      ...draft.mends,
      ...ticked.toSorted((a, b) => turnOf(a) - turnOf(b)).map(({ fix, code }) => ({ fix, code, file: sha256 })),
    ],
    unmended: [...others, ...left].slice(-200),
  };
}

/** First what goes by whole cells as they are, then what changes cells, last what changes the names and numbers by which others go. */
const turns: Readonly<Partial<Record<OfferedMend["fix"]["type"], number>>> = {
  "replace-values": -1,
  "leave-out-rows": 1,
  "put-back-rows": 1,
  "leave-out-columns": 2,
  "rename-columns": 3,
  "recut-rows": 4,
};

const turnOf = ({ fix }: OfferedMend): number => turns[fix.type] ?? 0;

/** Whether there is nothing on the page that a person has not seen before. */
export function needsNoLook(draft: Draft, { offers, mended, reading }: Looked, knowsLost: boolean): boolean {
  const { unmended } = draft;
  const isNew = ({ key, isOpen }: OfferedMend): boolean => isOpen && !unmended.includes(key);
  const lost = mended.some((told) => told.outcome === "lost" || (told.outcome === "done" && told.note !== ""));
  return !offers.some(isNew) && (knowsLost || !lost) && !asksAboutReading(draft, reading, knowsLost);
}
