/** On the page of mending: how the file was read, and a form to have it read otherwise. */
import { html, type Html } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { selectField } from "../surgeries/index.js";
import { asksAboutReading, wishableDelimiters, wishableEncodings } from "./reading-wish.js";
import type { ReadPlace, ReadTold } from "./read-told.js";
import type { Looked } from "./release-tasks.js";
import { revisionField } from "./wizard-frame.js";

export function readingPart(set: DataSet, looked: Looked): Html {
  const { reading } = looked;
  const isOpen = asksAboutReading(set.draft, reading, false);
  const told = reading.wishes.filter((wish) => !isInSentence(wish));
  return html`<section aria-labelledby="reading-title">
    <h2 id="reading-title">How the file was read</h2>
    <p>
      ${readSentence(reading)} That gives ${looked.rows.toLocaleString("en-GB")} rows with
      ${looked.columns.length.toLocaleString("en-GB")} columns:
      ${looked.columns.slice(0, 8).map(({ name }, at) => html`${at > 0 && ", "}<q>${name}</q>`)}${looked.columns.length > 8 && " …"}.
      ${isOpen && "If that is right, go on. If it is not, choose below."}
    </p>
    ${
      told.length > 0 &&
      html`<ul class="settled">
        ${told.map(wishItem)}
      </ul>`
    }
    <details ${isOpen && html`open`}>
      <summary>Read it otherwise</summary>
      ${readingForm(set, reading)}
    </details>
  </section>`;
}

/** On the pages after it, where there was something to choose. */
export function readLine({ id }: DataSet, place: ReadPlace): Html | false {
  return (
    (place.headerRow !== 1 || place.sheets.length > 1) &&
    html`<p>${readSentence(place)} <a href="/publish/${id}/mend#reading-title">Read it otherwise</a></p>`
  );
}

/** "I read the sheet “Grants 2026”, headings in row 4." */
function readSentence({ sheet, sheets, headerRow }: ReadPlace): string {
  const what = sheet !== "" && sheets.length > 1 ? `I read the sheet “${sheet}”` : "I read it";
  return headerRow === 0 ? `${what}, and found no row of headings.` : `${what}, headings in row ${headerRow}.`;
}

const isInSentence = (wish: ReadTold["wishes"][number]): boolean =>
  wish.outcome === "done" && wish.note === "" && (wish.about === "sheet" || wish.about === "header");

function wishItem(wish: ReadTold["wishes"][number]): Html {
  const sign = { done: "✓", idle: "○ Nothing to do this time:", lost: "▲ Not possible with this file:" }[wish.outcome];
  return html`<li>
    <div>
      ${sign} ${wish.words} ${wish.outcome === "lost" && html`<br />${wish.why}`}
      ${wish.outcome === "done" && wish.note !== "" && html`<br />▲ ${wish.note}`}
    </div>
  </li>`;
}

function readingForm({ id, revision, draft }: DataSet, reading: ReadTold): Html {
  const wish = draft.reading?.wish ?? {};
  const { sheet, sheets, encoding, delimiter } = reading;
  const fields = {
    sheet,
    headerRow: wish.headerRow === undefined ? "" : String(reading.headerRow),
    footerRows: wish.footerRows === undefined ? "" : String(wish.footerRows),
    encoding: wish.encoding ?? "",
    delimiter: wish.delimiter ?? "",
  };
  const field = (name: keyof typeof fields, label: string, choices: readonly Choice[]): Html =>
    selectField({ fields, faults: {} }, { name, label, choices });
  return html`<form method="post" action="/publish/${id}/mend">
    ${revisionField(revision)}
    ${
      sheets.length > 1 &&
      field(
        "sheet",
        "Sheet",
        sheets.map((name) => ({ value: name, words: name })),
      )
    }
    ${field("headerRow", "Row with the headings", headerChoices(reading, fields.headerRow))}
    ${field("footerRows", "Rows at the end that are not data", footerChoices)}
    ${encoding !== "" && field("encoding", "How letters are stored", encodingChoices(encoding, fields.encoding))}
    ${delimiter !== "" && field("delimiter", "What stands between the cells", delimiterChoices)}
    <button class="button" name="reread" value="yes">Read it like this</button>
    <p class="quiet">The next file is read the same way.</p>
  </form>`;
}

interface Choice {
  readonly value: string;
  readonly words: string;
}

const asFound: Choice = { value: "", words: "As it was found" };

function headerChoices({ top }: ReadTold, now: string): Choice[] {
  const rows = top.map(({ row, words }) => ({
    value: String(row),
    words: `Row ${row}: ${words === "" ? "(blank)" : words}`,
  }));
  const none = { value: "0", words: "There are no headings" };
  const isListed = [asFound, none, ...rows].some(({ value }) => value === now);
  return [asFound, none, ...rows, ...(isListed ? [] : [{ value: now, words: `Row ${now}` }])];
}

const footerChoices: readonly Choice[] = [
  asFound,
  { value: "0", words: "None" },
  ...Array.from({ length: 15 }, (_, at) => ({
    value: String(at + 1),
    words: at === 0 ? "The last row" : `The last ${at + 1} rows`,
  })),
];

function encodingChoices(found: string, now: string): Choice[] {
  const known = Object.entries(wishableEncodings).map(([value, words]) => ({ value, words }));
  const isListed = now === "" || known.some(({ value }) => value === now);
  return [
    { value: "", words: now === "" ? `As it was found (${found})` : "As it is found" },
    ...known,
    ...(isListed ? [] : [{ value: now, words: now }]),
  ];
}

const delimiterChoices: readonly Choice[] = [
  asFound,
  ...Object.entries(wishableDelimiters).map(([value, words]) => ({ value, words })),
];
