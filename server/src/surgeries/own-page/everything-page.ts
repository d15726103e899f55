/** All that is kept about one person, to be read by them: the same as the JSON file, in words. */
import { html, type Html, type PublicPage } from "../../http/index.js";
import { lines } from "../form-field.js";
import { dateWords } from "../local-time.js";
import type { ContactExport } from "../sign-ups.js";

export interface EverythingPage {
  readonly kept: ContactExport;
  /** Surgery and day by id of the date. */
  readonly titles: ReadonlyMap<string, string>;
  readonly back: string;
}

export function everythingPage({ kept, titles, back }: EverythingPage): PublicPage {
  return {
    title: "Everything kept about me",
    styles: ["surgeries.css", "people.css"],
    head: html`<meta name="robots" content="noindex" />`,
    side: html`<a href="${back}">Back</a>`,
    main: html`<div class="column">
      <h1>Everything kept about you</h1>
      <p class="lead">
        What you see here is all there is in the surgeries’ records. <a href="/privacy">How long, and why</a>
      </p>
      ${keptParts(kept, titles)}
      <p><a class="button" href="${back}">Back</a></p>
    </div>`,
  };
}

/** One part for each kind of record; kinds of which there is nothing are left out. */
export function keptParts(kept: ContactExport, titles: ReadonlyMap<string, string>): Html {
  const parts: readonly (readonly [string, readonly object[]])[] = [
    ["Who you are", kept.contact === undefined ? [] : [kept.contact]],
    ["What you signed up for", kept.signUps],
    ["Private links made for you", kept.privateLinks],
    ["When you were there", kept.attendances],
    ["With somebody at a table", kept.sittings],
    ["What came of it", kept.outcomeCards],
    ["Cards of people you helped", kept.outcomeCardsAsSurgeon],
    ["What you agreed to or refused", kept.consents],
    ["How sure you felt with data", kept.confidence],
    ["What we asked afterwards", kept.followUps],
    ["Your name in the notebooks", kept.notebooks],
    ["E-mails of the last month", kept.letters],
  ];
  return html`${parts.map(([title, rows], at) => rows.length > 0 && keptPart(`part-${at}`, title, rows, titles))}`;
}

function keptPart(id: string, title: string, rows: readonly object[], titles: ReadonlyMap<string, string>): Html {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${rows.map(
      (row) => html`<dl class="kept">${Object.entries(row).map(([name, value]) => fact(name, value, titles))}</dl>`,
    )}
  </section>`;
}

function fact(name: string, value: unknown, titles: ReadonlyMap<string, string>): Html | undefined {
  if (value === null || value === undefined || value === "" || value === "[]") return undefined;
  return html`<div>
    <dt>${labels[name] ?? name.replaceAll("_", " ")}</dt>
    <dd>${lines(valueWords(name, value, titles))}</dd>
  </div>`;
}

function valueWords(name: string, value: unknown, titles: ReadonlyMap<string, string>): string {
  if (typeof value === "number" && (name.endsWith("_at") || /^(not[Bb]efore|sentAt)$/.test(name))) {
    return `${dateWords(value, "Europe/London")}, ${new Date(value).toISOString().slice(11, 16)} UTC`;
  }
  if (typeof value === "number" && yesNo.has(name)) return value === 1 ? "yes" : "no";
  if (name === "date_id" && typeof value === "string") return titles.get(value) ?? value;
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}

const yesNo: ReadonlySet<string> = new Set(["given", "used", "published", "decided", "won"]);

const labels: Readonly<Record<string, string>> = {
  id: "our number for it",
  contact_id: "our number for you",
  patient_id: "our number for you",
  contactId: "our number for you",
  person_id: "your number in the notebooks",
  date_id: "which surgery",
  subjectId: "about (number of the date)",
  group_name: "your group",
  email: "e-mail",
  form: "number of the form you sent",
  data_link: "address of your data",
  access_needs: "what you need to take part",
  came_by: "how you came in",
  document_id: "number of the notebook",
  said_at: "said at",
  calendar: "calendar file",
  given: "agreed",
  used: "used what came of it",
  published: "published it",
  decided: "decided with it",
  won: "won something with it",
};
