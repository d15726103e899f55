/**
 * The trainer's board. Everything is rendered here, also what changes: the script asks for the changing part again when the
 * event stream says so. The projector view is for the wall: no names, no rows, only how far the room is.
 */
import {
  isDone,
  type Board,
  type BoardCell,
  type BoardColumn,
  type BoardRow,
  type HelpStatus,
  type Visitor,
} from "@data-surgery/contract";
import { html, icon, type Html, type IconName, type PublicPage } from "../http/index.js";
import { formatCode, qr } from "../identity/index.js";
import { queuePart } from "./help-queue/queue-part.js";
import type { QueuePart } from "./help-queue/shown-call.js";
import { stuckPart } from "./help-queue/stuck-part.js";
import { notebookUrl } from "./notebook-url.js";
import type { Workshop } from "./workshops.js";

/** How far apart the notebooks of different people are kept: "trusted" and "uids" ask for a room in which people know each other. */
export interface Isolation {
  readonly level: "full" | "partial" | "uids" | "trusted";
  readonly text: string;
  /** What could be done for a stronger level. */
  readonly advice?: string;
}

export interface BoardPage {
  readonly workshop: Workshop;
  readonly joiningOpen: boolean;
  /** Where learners point their browser, such as `http://192.168.1.20:8800`. */
  readonly address: string;
  readonly board: Board;
  readonly queue: QueuePart;
  readonly visitor: Visitor;
  readonly isolation: Isolation;
  readonly projector: boolean;
  /** Answers that were handed in and that nobody has read. */
  readonly toRead: number;
}

export function boardPage(page: BoardPage): PublicPage {
  const { workshop, visitor, projector, isolation } = page;
  return {
    title: "Board",
    styles: ["board.css", "help-queue.css"],
    scripts: ["board.js"],
    projector,
    side: html`<span class="board-live" id="board-live" role="status">Not live: reload to see changes</span> ${
        projector
          ? html`<a class="button" href="/board">Back to names</a>`
          : html`<a class="button" href="/board/help">Help queue for a phone</a>
              <a class="button" href="/board?projector=1">${icon("screen")} Projector view</a>
              <a href="/me/card">${visitor.name}</a>`
      }`,
    main: html`<h1 class="visually-hidden">${workshop.title}: the board</h1>
      ${joinPanel(page)} ${asksForTrust(isolation) && !projector && trustedNote(isolation)}
      <p class="visually-hidden" role="status" id="board-spoken"></p>
      <div id="board-now" data-source="/board/now${projector && "?projector=1"}">${boardNow(page)}</div>
      ${!projector && roomTools(page)}`,
  };
}

/** The part that changes while people work. */
export function boardNow({
  board,
  queue,
  projector,
  toRead,
}: Pick<BoardPage, "board" | "queue" | "projector" | "toRead">): Html {
  if (projector) return html`${counts(board)} ${roomProgress(board)}`;
  return html`${counts(board)} ${readingLink(toRead)}
    <div class="board-columns">
      <section aria-labelledby="people-title">
        <h2 id="people-title">People</h2>
        ${board.rows.length === 0 ? nobodyYet() : peopleTable(board)}
      </section>
      <div class="board-side">${queuePart(queue, "/board")} ${stuckPart(board.rows, "/board")}</div>
    </div>`;
}

function joinPanel({ workshop, joiningOpen, address, projector }: BoardPage): Html {
  if (!joiningOpen) {
    return html`<section class="join-panel" aria-label="How to join">
      <p class="join-words">Joining is closed. Those who are in stay in.</p>
    </section>`;
  }
  const code = formatCode(workshop.joinCode);
  return html`<section class="join-panel" aria-label="How to join">
    <div class="join-words">
      <p class="join-step">
        <span>Open</span> <strong class="join-address">${address.replace(/^http:\/\//, "")}</strong>
      </p>
      <p class="join-step"><span>Type</span> <strong class="join-code code">${code}</strong></p>
      ${joinHint(address, projector)}
    </div>
    ${qr(`${address}/join/${workshop.joinCode}`, "QR picture that opens the page to join")}
  </section>`;
}

function joinHint(address: string, projector: boolean): Html | undefined {
  if (["127.0.0.1", "localhost", "[::1]"].includes(new URL(address).hostname)) {
    return html`<p class="join-hint quiet">
      Only this computer can open that address. For the whole room, stop the server and start it with
      <span class="code">npm start -- --lan</span>
    </p>`;
  }
  return projector ? html`<p class="join-hint quiet">Or point a phone’s camera at the picture.</p>` : undefined;
}

const asksForTrust = ({ level }: Isolation): boolean => level === "trusted" || level === "uids";

function trustedNote(isolation: Isolation): Html {
  return html`<div class="note warn" role="note">
    ${icon("warning")}
    <div>
      <p><strong>Know everybody in the room.</strong> ${isolation.text} ${isolation.advice ?? ""}</p>
    </div>
  </div>`;
}

function counts({ counts }: Board): Html {
  const count = (number: number, word: string): Html =>
    html`<div>
      <dt>${word}</dt>
      <dd>${number}</dd>
    </div>`;
  return html`<dl class="counts">
    ${count(counts.joined, "joined")} ${count(counts.working, "working")} ${count(counts.waiting, "waiting for help")}
  </dl>`;
}

/** Always there, so that what was read can be found again. */
function readingLink(toRead: number): Html {
  const words = toRead === 0 ? "No answers to read" : `${toRead} ${toRead === 1 ? "answer" : "answers"} to read`;
  return html`<p><a id="to-read" href="/board/review">${words}</a></p>`;
}

function nobodyYet(): Html {
  return html`<p class="lead">Nobody has joined yet. They appear here as soon as they do.</p>`;
}

function peopleTable({ columns, rows }: Board): Html {
  return html`<div class="board-scroll" tabindex="0" role="group" aria-labelledby="people-title">
      <table class="board">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Signal</th>
            <th scope="col">Needs you because</th>
            ${columns.map((column) => columnHead(column, columns.length <= 6))}
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => rememberedRow(row, columns))}
        </tbody>
      </table>
    </div>
    ${legend()}`;
}

function columnHead(column: BoardColumn, roomy: boolean): Html {
  return html`<th scope="col" class="exercise">
    <span class="exercise-label">${column.label}</span>
    <span class="${roomy ? "exercise-title" : "visually-hidden"}">${column.title}</span>
  </th>`;
}

/** A row that did not change is the same object (`projectBoard`), and is not written out again for each page that looks. */
const written = new WeakMap<BoardRow, { readonly columns: readonly BoardColumn[]; readonly markup: Html }>();

function rememberedRow(row: BoardRow, columns: readonly BoardColumn[]): Html {
  const known = written.get(row);
  if (known?.columns === columns) return known.markup;
  const markup = personRow(row, columns);
  written.set(row, { columns, markup });
  return markup;
}

function personRow(row: BoardRow, columns: readonly BoardColumn[]): Html {
  return html`<tr${row.needs !== undefined && html` class="needs"`}>
    <th scope="row">${personName(row)}</th>
    <td>${helpSignal(row.help)}</td>
    <td class="reason">${reason(row)}</td>
    ${columns.map((_column, at) => exerciseCell(row.cells[at]))}
  </tr>`;
}

function reason({ needs, alert }: BoardRow): Html | string {
  if (needs !== undefined) return needs;
  if (alert?.isAside === true) return html`<span class="quiet">${alert.text} (seen)</span>`;
  return html`<span class="visually-hidden">nothing</span>`;
}

function personName(row: BoardRow): Html {
  const name =
    row.notebook === undefined
      ? html`<bdi>${row.name}</bdi>`
      : html`<a id="open-${row.personId}" href="${notebookUrl(row.notebook)}" target="notebook"
          ><bdi>${row.name}</bdi><span class="visually-hidden">: open the notebook in another tab</span></a
        >`;
  return html`<div class="person">
    ${name}
    <details class="more" id="more-${row.personId}">
      <summary id="more-button-${row.personId}">
        <span aria-hidden="true">⋯</span><span class="visually-hidden">More for ${row.name}</span>
      </summary>
      <a class="button" id="progress-${row.personId}" href="/board/people/${row.personId}/progress"
        >See their progress</a
      >
      <a class="button" id="push-${row.personId}" href="/board/push?person=${row.personId}">Send a hint or a cell</a>
      <form method="post" action="/board/people/${row.personId}/card">
        <button class="button" id="card-${row.personId}">Give a new resume code</button>
      </form>
    </details>
  </div>`;
}

const signals: Readonly<Record<HelpStatus, { readonly icon: IconName; readonly words: string }>> = {
  fine: { icon: "fine", words: "fine" },
  help: { icon: "help", words: "needs help" },
  done: { icon: "done", words: "done" },
};

function helpSignal(status: HelpStatus): Html {
  const { icon: name, words } = signals[status];
  return html`<span class="signal ${status}">${icon(name)} ${words}</span>`;
}

function exerciseCell(cell: BoardCell | undefined): Html {
  const state = cell?.state ?? "untouched";
  const tries = cell?.tries ?? 0;
  const seen = cell?.solutionSeen === true && html`<span class="visually-hidden">, saw the solution</span>`;
  return html`<td class="exercise ${state}">
    ${icon(state)}<span class="visually-hidden">${stateWords[state]}${tries > 0 && ", tries: "}</span
    >${tries > 0 && html`<span class="tries">${tries}</span>`}${seen}
  </td>`;
}

const stateWords: Readonly<Record<BoardCell["state"], string>> = {
  untouched: "not started",
  tried: "tried",
  "handed-in": "handed in",
  passed: "right",
};

function legend(): Html {
  return html`<p class="legend quiet">
    <span class="passed">${icon("passed")} right</span> <span class="handed-in">${icon("handed-in")} handed in</span>
    <span class="tried">${icon("tried")} tried</span>
    <span class="untouched">${icon("untouched")} not started</span> <span>The number says how many tries.</span>
  </p>`;
}

/** For the wall: how many have each exercise right. */
function roomProgress({ columns, rows }: Board): Html {
  const all = rows.length;
  return html`<section class="room" aria-labelledby="room-title">
    <h2 id="room-title">How far we are</h2>
    <ol>
      ${columns.map((column, at) => {
        const done = rows.filter((row) => isDone(row.cells[at]?.state ?? "untouched")).length;
        return html`<li>
          <span class="room-title">${column.label} · ${column.title}</span>
          <progress value="${done}" max="${Math.max(1, all)}" aria-label="${column.title}"></progress>
          <span class="room-count">${done} of ${all}</span>
        </li>`;
      })}
    </ol>
  </section>`;
}

function roomTools({ joiningOpen, isolation }: BoardPage): Html {
  return html`<section class="aside room-tools" aria-labelledby="tools-title">
    <h2 id="tools-title">The room</h2>
    <div class="buttons">
      <form method="post" action="/board/joining">
        <input type="hidden" name="joining" value="${joiningOpen ? "closed" : "open"}" />
        <button class="button">${joiningOpen ? "Close joining" : "Open joining with a new code"}</button>
      </form>
      <form method="post" action="/board/trainer-link">
        <button class="button">Make a link for another trainer</button>
      </form>
      <a class="button" href="/board/push">Send a hint or a cell</a>
      <a class="button" href="/board/regrade">Look at attempts again</a>
      <a class="button" href="/board/lessons">How the lessons go</a>
      <a class="button" href="/surgeries/organise">Surgeries</a>
    </div>
    ${!asksForTrust(isolation) && html`<p class="quiet">${isolation.text}</p>`}
  </section>`;
}
