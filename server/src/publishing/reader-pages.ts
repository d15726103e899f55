/** What readers see and write about a data set. */
import { html, type Html, type PublicPage } from "../http/index.js";
import { faultSummary, radioField, textField, type FormState } from "../surgeries/index.js";
import type { DataSet } from "./data-sets.js";
import { dayOf } from "./due.js";
import type { NewRemark, Remark } from "./remarks.js";

export interface QuestionsPage extends FormState {
  readonly set: DataSet;
  readonly shown: readonly Remark[];
  readonly isSent: boolean;
  readonly problem?: string;
}

export function questionsPage(page: QuestionsPage): PublicPage {
  const { set, shown, isSent, problem } = page;
  const uses = shown.filter(({ kind }) => kind === "use");
  const questions = shown.filter(({ kind }) => kind !== "use");
  return {
    title: `Questions: ${set.title}`,
    styles: ["surgeries.css", "publishing.css"],
    side: html`<a href="/data/${set.slug}/">Back to the data</a>`,
    main: html`<div class="column publishing">
      <h1>Questions, corrections, uses</h1>
      <p>${set.title}</p>
      ${isSent && html`<div class="note" role="status"><p>✓ It is sent. It stands here when the keeper has answered or approved it.</p></div>`}
      ${problem !== undefined && html`<div class="note warn" role="alert"><p>${problem}</p></div>`}
      ${questions.length > 0 && listPart("Asked and answered", "asked", questions)}
      ${uses.length > 0 && listPart("Made with this", "uses", uses)}
      ${questions.length + uses.length === 0 && html`<p>Nobody has asked anything yet.</p>`}
      <section aria-labelledby="write-title">
        <h2 id="write-title">Write to the keeper</h2>
        ${faultSummary(page.faults)}
        <form method="post" action="/data/${set.slug}/questions">
          ${radioField(page, {
            name: "kind",
            label: "It is",
            choices: [
              { value: "question", words: "a question" },
              { value: "correction", words: "a correction: something in the data is wrong" },
              { value: "use", words: "something that I made with the data" },
            ],
          })}
          ${textField(page, { name: "text", label: "Your message", required: "sometimes", rows: 5, most: 3000, tip: "It may become public. Name nobody who has not agreed." })}
          ${textField(page, { name: "url", label: "Where what you made can be seen", type: "url", most: 400, tip: "It begins with https://" })}
          ${textField(page, { name: "name", label: "Your name or group, as it should stand here", most: 80, tip: "Nothing else about you is kept." })}
          <button class="button main">Send it</button>
        </form>
      </section>
    </div>`,
  };
}

function listPart(title: string, id: string, remarks: readonly Remark[]): Html {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${remarks.map(
      ({ kind, name, text, url, createdAt, answer, version }) =>
        html`<article class="remark">
          <p class="quiet">
            ${kind === "correction" ? "Correction" : kind === "use" ? "Made with this" : "Question"}${name !== "" && html` from <bdi>${name}</bdi>`},
            ${dayOf(createdAt)}, about version ${version.slice(1)}
          </p>
          <p class="lines">${text}</p>
          ${url !== "" && html`<p><a href="${url}" rel="nofollow ugc">${url}</a></p>`}
          ${answer !== "" && html`<p class="answer"><strong>Answer of the keeper:</strong> <span class="lines">${answer}</span></p>`}
        </article>`,
    )}
  </section>`;
}

export type ParsedRemark =
  | { readonly type: "good"; readonly remark: NewRemark }
  | { readonly type: "faulty"; readonly faults: Readonly<Record<string, string>> };

export function parseRemark(fields: Readonly<Record<string, string>>, version: string): ParsedRemark {
  const [kind, text, url, name] = ["kind", "text", "url", "name"].map((field) => (fields[field] ?? "").trim()) as [
    string,
    string,
    string,
    string,
  ];
  const faults: Record<string, string> = {};
  if (kind !== "question" && kind !== "correction" && kind !== "use") faults["kind"] = "Say what it is.";
  if (text.length < 5) faults["text"] = "Write a sentence.";
  if (text.length > 3000) faults["text"] = "Make it shorter: up to 3,000 letters.";
  // Only web addresses: what a reader clicks must not run anything.
  if (url !== "" && !(/^https?:\/\/[^\s<>"]+$/i.test(url) && URL.canParse(url) && url.length <= 400))
    faults["url"] = "Give a web address that begins with https://";
  if (name.length > 80) faults["name"] = "Make it shorter: up to 80 letters.";
  if (Object.keys(faults).length > 0) return { type: "faulty", faults };
  return { type: "good", remark: { kind: kind as NewRemark["kind"], text, url, name, version } };
}
