/** A helper's phone: the queue and nothing else, with large buttons. */
import { html, icon, type Html, type PublicPage } from "../../http/index.js";
import type { BoardRow } from "@data-surgery/contract";
import { queuePart } from "./queue-part.js";
import type { QueuePart } from "./shown-call.js";
import { stuckPart } from "./stuck-part.js";

export interface HelpPage {
  readonly queue: QueuePart;
  readonly rows: readonly BoardRow[];
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
      <p class="quiet">You are ${page.selfName}.</p>
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

export function helpNow({ queue, rows }: Pick<HelpPage, "queue" | "rows">): Html {
  return html`${queuePart(queue)} ${stuckPart(rows, "/board/help")}`;
}
