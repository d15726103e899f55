/** The second page: what each column means. What can be seen in the file stands there already. */
import { html, type Html, type PublicPage } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import type { Draft } from "./draft.js";
import { readLine } from "./reading-part.js";
import type { Looked, LookedColumn } from "./release-tasks.js";
import { revisionField, wizardPage } from "./wizard-frame.js";

export interface ColumnsPage {
  readonly set: DataSet;
  readonly looked: Looked;
  readonly columns: Draft["columns"];
  readonly key: readonly string[];
  readonly problem?: string;
}

export function columnsPage(page: ColumnsPage): PublicPage {
  const { set, looked, problem } = page;
  return wizardPage({
    step: "columns",
    title: "What do the columns mean?",
    set,
    ...(problem === undefined ? {} : { problem }),
    main: html`<p>
        ${looked.rows.toLocaleString("en-GB")} rows, ${looked.columns.length} columns. A sentence for each that somebody
        from another town understands. In a year, that somebody is you.
      </p>
      ${readLine(set, looked.reading)}
      ${
        looked.steps.length > 0 &&
        html`<details>
          <summary>What was done while reading</summary>
          <ul>
            ${looked.steps.map((words) => html`<li>${words}</li>`)}
          </ul>
        </details>`
      }
      <form method="post" action="/publish/${set.id}/columns">
        ${revisionField(set.revision)} ${looked.columns.map((column, at) => columnPart(page, column, at))}
        <button class="button main wide">Save, and see what stood out</button>
      </form>`,
  });
}

function columnPart({ columns, key }: ColumnsPage, column: LookedColumn, at: number): Html {
  const said = columns[column.name];
  const meaning = said?.meaning ?? "";
  return html`<fieldset class="field column-words">
    <legend>${column.name === "" ? "(no name)" : column.name}</legend>
    <input type="hidden" name="name.${at}" value="${column.name}" />
    <p class="quiet">
      ${column.type}${![column.type, ""].includes(column.guess) && `, looks like: ${column.guess}`} ·
      ${column.missing === 0 ? "none missing" : `${column.missing.toLocaleString("en-GB")} missing`} · for example
      ${column.examples.length === 0 ? "nothing" : column.examples.map((text, place) => html`${place > 0 && ", "}<q>${text}</q>`)}
    </p>
    <label for="meaning-${at}">What it means</label>
    <input type="text" id="meaning-${at}" name="meaning.${at}" value="${meaning}" maxlength="1000" />
    <div class="together">
      <div class="field">
        <label for="unit-${at}">Unit <span class="quiet">(if it has one)</span></label>
        <input type="text" id="unit-${at}" name="unit.${at}" value="${said?.unit ?? ""}" maxlength="80" />
      </div>
      <label class="choice"
        ><input type="checkbox" name="key.${at}" value="yes" ${key.includes(column.name) && html`checked`} /> It tells
        one row from another</label
      >
    </div>
  </fieldset>`;
}

/** As the form sends it. */
export function columnsOf(fields: Readonly<Record<string, string>>): Pick<Draft, "columns" | "key"> {
  const columns: Record<string, { meaning: string; unit: string }> = {};
  const key: string[] = [];
  for (const [field, name] of Object.entries(fields)) {
    const at = /^name\.(\d+)$/.exec(field)?.[1];
    if (at === undefined) continue;
    columns[name] = { meaning: fields[`meaning.${at}`]?.trim() ?? "", unit: fields[`unit.${at}`]?.trim() ?? "" };
    if (fields[`key.${at}`] === "yes") key.push(name);
  }
  return { columns, key };
}
