/** The last page: what will come out, what readers are told, and the button. */
import { html, sizeText, type Html, type PublicPage } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import type { Checked, MadeInNotebook } from "./release-tasks.js";
import { revisionField, wizardPage } from "./wizard-frame.js";

export interface ReadyPage {
  readonly set: DataSet;
  readonly checked: Checked;
  /** Where it will stand. */
  readonly address: string;
  readonly problem?: string;
}

/** The page on which a block is settled. */
const pageFor: Readonly<Record<string, string>> = {
  "no-meaning": "columns",
  unanswered: "checklist",
  "licence-conflict": "checklist",
};

export function readyPage({ set, checked, address, problem }: ReadyPage): PublicPage {
  const blocks = checked.findings.filter(({ level }) => level === "blocks");
  const warns = checked.findings.filter(({ level }) => level === "warns");
  const unlicensed = set.draft.licence === "";
  return wizardPage({
    step: "ready",
    title: set.version === "" ? "Look at it, and publish" : `Version ${checked.version.slice(1)}: look, and publish`,
    set,
    ...(problem === undefined ? {} : { problem }),
    main: html`${
        (blocks.length > 0 || unlicensed) &&
        html`<div class="note warn" role="alert">
          <div>
            <p><strong>Not yet.</strong> This still has to be settled:</p>
            <ul>
              ${blocks.map(
                ({ what, code }) =>
                  html`<li><a href="/publish/${set.id}/${pageFor[code] ?? "findings"}">${what}</a></li>`,
              )}
              ${unlicensed && html`<li><a href="/publish/${set.id}/checklist#licence">No licence is chosen.</a></li>`}
            </ul>
          </div>
        </div>`
      }
      <p><a class="button" href="/publish/${set.id}/page">See the page as it will be</a></p>
      ${checked.changes.length > 0 && listPart("What is different from the version before", checked.changes)}
      ${
        warns.length > 0 &&
        listPart(
          "What readers are told",
          warns.map(({ what, why }) => `${what} ${why}`),
        )
      }
      ${checked.chartable.length > 0 && chartsPart(set, checked.chartable)} ${filesPart(checked, address)}
      ${
        blocks.length === 0 &&
        !unlicensed &&
        html`<form method="post" action="/publish/${set.id}/publish">
          ${revisionField(set.revision)}
          ${
            set.version !== "" &&
            html`<div class="field">
              <label for="note">What you changed, in your words <span class="quiet">(if you like)</span></label>
              <textarea id="note" name="note" rows="2" maxlength="1500">${set.draft.note}</textarea>
            </div>`
          }
          ${checked.made.length > 0 && codePart(checked.made, set.draft.showCode === true)}
          <p>Once it is public, others have it: it can’t be called back.</p>
          <button class="button main wide">Publish</button>
        </form>`
      }`,
  });
}

function listPart(title: string, sentences: readonly string[]): Html {
  return html`<h2>${title}</h2>
    <ul>
      ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>`;
}

/**
 * Code may say more than its writer thought of: it is shown to readers only where the keeper has seen it and says so. Where several
 * notebooks lie behind the file, the yes is for the code of all of them, and so all of it stands here.
 */
function codePart(made: readonly MadeInNotebook[], isShown: boolean): Html {
  const many = made.reduce((sum, { cells }) => sum + cells.length, 0);
  return html`<h2>How it was made</h2>
    ${
      made.length > 1 &&
      html`<p>Notebooks wrote ${made.length} files on the way, the oldest first. Readers see all of it.</p>`
    }
    ${made.map((one, at) => madePart(one, made.length > 1 && at < made.length - 1))}
    ${
      many > 0 &&
      html`<label class="choice"
          ><input type="checkbox" name="showCode" value="yes" ${isShown && html`checked`} /> Show readers the code
          too</label
        >
        <p class="quiet">
          With it anybody can work the figures out again. Look through it first: it must not name
          people.${made.length > 1 && " This is the code of every notebook here, also of those that somebody else wrote."}
        </p>
        <details>
          <summary>The code (${many === 1 ? "1 cell" : `${many} cells`})</summary>
          ${made.flatMap(({ file, cells }) =>
            cells.map(
              ({ name, source }) =>
                html`<p class="quiet">${made.length > 1 && `${file}: `}${name}</p>
                  <pre tabindex="0">${source}</pre>`,
            ),
          )}
        </details>`
    }`;
}

function madePart({ file, by, steps, withheld }: MadeInNotebook, isEarlier: boolean): Html {
  return html`<p>
      ${isEarlier ? html`The file ${file}` : "The file"} was written by ${by}. Readers see that, and what was done:
    </p>
    <ul>
      ${steps.length === 0 ? html`<li>Saved as it was read.</li>` : steps.map((step) => html`<li>${step}</li>`)}
    </ul>
    ${withheld !== "" && html`<p>${withheld}</p>`}`;
}

/** A form of its own, folded: most are content with what suits. */
function chartsPart({ id, revision, draft }: DataSet, chartable: readonly string[]): Html {
  const { charts } = draft;
  return html`<details ${charts !== undefined && html`open`}>
    <summary>Charts on the page</summary>
    <form method="post" action="/publish/${id}/charts">
      ${revisionField(revision)}
      <label class="choice"
        ><input type="radio" name="charts" value="auto" ${charts === undefined && html`checked`} /> One or two that suit
        the table</label
      >
      <label class="choice"
        ><input type="radio" name="charts" value="own" ${charts !== undefined && html`checked`} /> These, each with a
        chart (tick none, and there is none)</label
      >
      <fieldset class="reason">
        <legend class="quiet">Up to six columns</legend>
        ${chartable.map(
          (name, at) =>
            html`<label class="choice"
              ><input
                type="checkbox"
                name="chart.${at}"
                value="${name}"
                ${charts?.includes(name) === true && html`checked`}
              />
              ${name}</label
            >`,
        )}
      </fieldset>
      <button class="button">Save, and make the page again</button>
    </form>
  </details>`;
}

function filesPart({ files, rows, openness }: Checked, address: string): Html {
  return html`<h2>What comes out</h2>
    <p>${rows.toLocaleString("en-GB")} rows, at <span class="private-link">${address}</span></p>
    <details>
      <summary>${files.length} files</summary>
      <ul>
        ${files.map(({ path, size }) => html`<li>${path} (${sizeText(size)})</li>`)}
      </ul>
    </details>
    <p>
      Openness: ${"★".repeat(openness.stars)} (${openness.stars} of 5).
      ${openness.next.length > 0 && html`<span class="quiet">${openness.next[0]}</span>`}
    </p>`;
}
