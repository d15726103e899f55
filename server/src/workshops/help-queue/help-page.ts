/** A helper's phone: the queue and nothing else, with large buttons. */
import { html, icon, type Html, type PublicPage } from "../../http/index.js";
import type { BoardRow } from "@data-surgery/contract";
import type { AnsweredCall } from "./help-store.js";
import { helpTopics, queuePart } from "./queue-part.js";
import type { QueuePart } from "./shown-call.js";
import { stuckPart } from "./stuck-part.js";

export interface HelpPage {
  readonly queue: QueuePart;
  readonly rows: readonly BoardRow[];
  readonly answered: readonly AnsweredCall[];
  readonly selfName: string;
  /** Why what was asked for was not done. */
  readonly problem?: string;
}

export function helpPage(page: HelpPage): PublicPage {
  return {
    title: "Help queue",
    styles: ["board.css", "help-queue.css"],
    scripts: ["board.js"],
    side: html`<span class="board-live" id="board-live" role="status">Not live: reload to see changes</span>
      <a class="button" href="/board">Whole board</a>`,
    main: html`<div class="help-page">
      <h1>Help queue</h1>
      <p class="quiet">
        Learners and other helpers read that you are <strong><bdi>${page.selfName}</bdi></strong
        >.
      </p>
      <details class="call-more">
        <summary class="button">Change your name</summary>
        <form method="post" action="/board/help/name" class="plain">
          <label for="name">What shall they call you?</label>
          <input type="text" id="name" name="name" maxlength="40" required autocomplete="nickname" />
          <button class="button main">Call me that</button>
        </form>
      </details>
      ${
        page.problem !== undefined &&
        html`<div class="note warn" role="alert">
          ${icon("warning")}
          <div><p>${page.problem}</p></div>
        </div>`
      }
      <p class="visually-hidden" role="status" id="board-spoken"></p>
      <div id="board-now" data-source="/board/help/now">${helpNow(page)}</div>
    </div>`,
  };
}

export function helpNow({ queue, rows, answered }: Pick<HelpPage, "queue" | "rows" | "answered">): Html {
  return html`${queuePart(queue, "/board/help")} ${stuckPart(rows, "/board/help")} ${answeredPart(answered, rows)}`;
}

/** What was noted, so that the next helper and the lesson's author know. */
function answeredPart(answered: readonly AnsweredCall[], rows: readonly BoardRow[]): Html {
  const names = new Map(rows.map(({ personId, name }) => [personId, name]));
  return html`<details class="answered" id="answered">
    <summary id="answered-summary">Answered lately, with a topic or a note (${answered.length})</summary>
    <ul>
      ${answered.map(
        ({ personId, topic, note }) =>
          html`<li>
            <bdi>${names.get(personId) ?? "Somebody"}</bdi>:
            ${helpTopics[topic] ?? helpTopics[""]}${note !== "" && html`. “<bdi>${note}</bdi>”`}
          </li>`,
      )}
    </ul>
  </details>`;
}
