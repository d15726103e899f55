/** Sending a hint or a cell, and what became of what was sent. Works without a script; with one the list below is live. */
import { longestPush, type Board } from "@data-surgery/contract";
import { html, icon, type Html, type PublicPage } from "../../http/index.js";
import { audiencesOf, type PushFaults, type PushFields } from "./push-form.js";
import type { SentPush } from "./pushes.js";

export interface PushPage {
  readonly board: Board;
  readonly fields: PushFields;
  readonly faults: PushFaults;
  /** Id of this form. */
  readonly form: string;
  readonly sent: readonly SentPush[];
  readonly helperNames: ReadonlyMap<string, string>;
}

export function pushPage(page: PushPage): PublicPage {
  const isFaulty = Object.keys(page.faults).length > 0;
  return {
    title: isFaulty ? "Not sent yet" : "Send a hint or a cell",
    styles: ["board.css", "help-queue.css"],
    scripts: ["board.js"],
    side: html`<span class="board-live" id="board-live" role="status">Not live: reload to see changes</span>
      <a class="button" href="/board">Back to the board</a>`,
    main: html`<div class="push-page">
      <h1>Send a hint or a cell</h1>
      <p class="lead">
        It shows as a card beside their notebook. They put it in, or put it aside; nothing of theirs changes by itself.
      </p>
      ${
        isFaulty &&
        html`<div class="note warn" role="alert">
          ${icon("warning")}
          <div><p>It was not sent yet. What is missing stands at its place below.</p></div>
        </div>`
      }
      ${pushForm(page)}
      <p class="visually-hidden" role="status" id="board-spoken"></p>
      <div id="board-now" data-source="/board/push/now">${sentPart(page)}</div>
    </div>`,
  };
}

function pushForm({ board, fields, faults, form }: PushPage): Html {
  return html`<form method="post" action="/board/push" class="push-form">
    <input type="hidden" name="form" value="${form}" />
    <fieldset class="field">
      <legend>What is it?</legend>
      ${kinds.map(({ value, words }) => radio("kind", value, words, (fields["kind"] ?? "hint") === value))}
    </fieldset>
    <div class="field">
      <label for="text">What do you want to send?</label>
      ${fault("text", faults.text)}
      <textarea
        id="text"
        name="text"
        rows="5"
        maxlength="${longestPush}"
        required
        ${faults.text !== undefined && html`aria-invalid="true" aria-describedby="text-fault"`}
      >
${fields["text"] ?? ""}</textarea>
    </div>
    ${audienceField(board, fields, faults)}
    <button class="button main">Send</button>
  </form>`;
}

const kinds = [
  { value: "hint", words: "A hint: they read it" },
  { value: "markdown", words: "A text cell: they can put it into their notebook" },
  { value: "code", words: "A code cell: they can put it into their notebook" },
] as const;

function audienceField(board: Board, fields: PushFields, faults: PushFaults): Html {
  const groups = audiencesOf(board);
  const chosen = fields["to"] ?? "";
  const names = board.rows.toSorted((a, b) => a.name.localeCompare(b.name, "en"));
  return html`<fieldset class="field" ${faults.to !== undefined && html`aria-describedby="to-fault"`}>
    <legend>To whom?</legend>
    ${fault("to", faults.to)}
    ${groups.map(({ value, words, people }) => radio("to", value, `${words} (${people.length})`, chosen === value))}
    ${names.length > 0 && radio("to", "picked", "These people:", chosen === "picked" || chosen === "")}
    <ul class="push-people">
      ${names.map(
        ({ personId, name }) =>
          html`<li>
            <label class="choice"
              ><input type="checkbox" name="person.${personId}" ${`person.${personId}` in fields && html`checked`} />
              <bdi>${name}</bdi></label
            >
          </li>`,
      )}
    </ul>
  </fieldset>`;
}

function radio(name: string, value: string, words: string, checked: boolean): Html {
  return html`<label class="choice"
    ><input type="radio" name="${name}" value="${value}" ${checked && html`checked`} /> ${words}</label
  >`;
}

function fault(name: string, words: string | undefined): Html | undefined {
  return words === undefined ? undefined : html`<p class="field-error" id="${name}-fault">${words}</p>`;
}

/** What was sent, newest first, with what each person did. */
export function sentPart({ board, sent, helperNames }: Pick<PushPage, "board" | "sent" | "helperNames">): Html {
  const names = new Map(board.rows.map(({ personId, name }) => [personId, name]));
  return html`<section class="sent" aria-labelledby="sent-title">
    <h2 id="sent-title">What was sent</h2>
    ${sent.length === 0 && html`<p class="quiet">Nothing yet.</p>`}
    ${sent.map((push) => sentPush(push, names, helperNames.get(push.byId) ?? "Somebody who has left"))}
  </section>`;
}

const kindNames = { hint: "Hint", markdown: "Text cell", code: "Code cell" } as const;

function sentPush(push: SentPush, names: ReadonlyMap<string, string>, by: string): Html {
  const { recipients, kind, text, audience } = push;
  const count = (test: (one: SentPush["recipients"][number]) => boolean): number => recipients.filter(test).length;
  const seen = count((one) => one.seen || one.answer !== "");
  const taken = count(({ answer }) => answer === "taken");
  const aside = count(({ answer }) => answer === "dismissed");
  const groups = [
    ["Put it in", recipients.filter(({ answer }) => answer === "taken")],
    ["Put it aside", recipients.filter(({ answer }) => answer === "dismissed")],
    ["Seen", recipients.filter((one) => one.seen && one.answer === "")],
    ["Not seen yet", recipients.filter((one) => !one.seen && one.answer === "")],
  ] as const;
  return html`<article class="sent-push">
    <h3>${kindNames[kind]} to ${audience}, by <bdi>${by}</bdi></h3>
    <pre>${text}</pre>
    <p>
      ${recipients.length} sent · ${seen} seen${kind !== "hint" && ` · ${taken} put it in`} · ${aside}
      ${kind === "hint" ? "read and closed" : "put it aside"}
    </p>
    <details class="more-names" id="sent-${push.id}">
      <summary>Who</summary>
      <dl>
        ${groups
          .filter(([, people]) => people.length > 0)
          .map(
            ([words, people]) =>
              html`<dt>${words}</dt>
                <dd><bdi>${people.map(({ personId }) => names.get(personId) ?? "somebody").join(", ")}</bdi></dd>`,
          )}
      </dl>
    </details>
  </article>`;
}
