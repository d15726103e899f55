/** The help queue as markup: the same on the board and on a helper's phone. Works without a script: each button is a form of its own. */
import { html, icon, type Html } from "../../http/index.js";
import type { Helper, QueuePart, ShownCall } from "./shown-call.js";

/** What the question was about, in the words of the form. Kept so that a trainer sees what the lesson should explain. */
export const helpTopics: Readonly<Record<string, string>> = {
  "": "not said",
  task: "understanding the task",
  code: "the code",
  data: "the data",
  computer: "the computer or the network",
  other: "something else",
};

/** The page that shows it, and where a button leads back to. */
export type QueuePlace = "/board" | "/board/help";

export function queuePart({ calls, helpers, selfId }: QueuePart, back: QueuePlace): Html {
  const mine = calls.filter(({ claim }) => claim?.helper.personId === selfId);
  const waiting = calls.filter(({ claim }) => claim === undefined);
  const others = calls.filter(({ claim }) => claim !== undefined && claim.helper.personId !== selfId);
  const rest = helpers.filter(({ personId }) => personId !== selfId);
  return html`<section class="queue" aria-labelledby="queue-title">
    <h2 id="queue-title">Waiting for help</h2>
    ${mine.length > 0 && list("You are going to", mine, (call) => myCall(call, rest, back))}
    ${
      waiting.length === 0
        ? html`<p class="quiet">Nobody is waiting.</p>`
        : list(mine.length > 0 || others.length > 0 ? "Waiting" : undefined, waiting, (call) => waitingCall(call, back))
    }
    ${others.length > 0 && list("With other helpers", others, othersCall)}
  </section>`;
}

function list(title: string | undefined, calls: readonly ShownCall[], show: (call: ShownCall) => Html): Html {
  return html`${title !== undefined && html`<h3>${title}</h3>`}
    <ol class="calls">
      ${calls.map(
        (call) => html`<li class="call" data-waiting="${call.personId}" data-name="${call.name}">${show(call)}</li>`,
      )}
    </ol>`;
}

/** The name leads to the cell at which they have their hand up, if there is one: to look costs nothing. */
function head({ personId, name, place, url, trouble, waitedMs }: ShownCall): Html {
  const who =
    url === undefined
      ? html`<bdi>${name}</bdi>`
      : html`<a id="queue-${personId}" href="${url}" target="notebook"><bdi>${name}</bdi></a>`;
  return html`<p class="call-name">
      <span class="signal help">${icon("help")}</span> ${who}${
        place !== undefined && html` <span class="quiet">at ${place.label}</span>`
      }
    </p>
    <p class="call-why">${waitedWords(waitedMs)}${trouble !== "" && html`; ${trouble}`}</p>`;
}

const backField = (back: QueuePlace): Html => html`<input type="hidden" name="back" value="${back}" />`;

function waitingCall(call: ShownCall, back: QueuePlace): Html {
  const { id, name, url, returned } = call;
  return html`${head(call)} ${returned !== undefined && backWords(returned)}
    <div class="buttons">
      <form method="post" action="/board/help/${id}/claim">
        ${backField(back)}
        <button class="button main" id="claim-${id}">I’ll go<span class="visually-hidden"> to ${name}</span></button>
      </form>
      ${
        url !== undefined &&
        html`<form method="post" action="/board/help/${id}/claim" target="notebook">
          ${backField(back)}
          <input type="hidden" name="open" value="1" />
          <button class="button" id="claim-open-${id}">
            Go and open<span class="visually-hidden"> the notebook of ${name}</span>
          </button>
        </form>`
      }
    </div>`;
}

function backWords({ by, why, word }: NonNullable<ShownCall["returned"]>): Html {
  const said = word === "" ? "" : `: “${word}”`;
  return html`<p class="call-word">
    <bdi>${by.name}</bdi> ${why === "gone" ? "has been away for a while, so this waits again" : "gave this back"}${said}
  </p>`;
}

function myCall(call: ShownCall, others: readonly Helper[], back: QueuePlace): Html {
  const { id, name, url, claim } = call;
  return html`${head(call)}
    ${
      claim?.from !== undefined &&
      html`<p class="call-word">
        From <bdi>${claim.from.by.name}</bdi>${claim.from.word !== "" && html`: “${claim.from.word}”`}
      </p>`
    }
    <div class="buttons">
      ${
        url !== undefined &&
        html`<a class="button main" id="open-call-${id}" href="${url}" target="notebook"
          >Open<span class="visually-hidden"> the notebook of ${name}</span></a
        >`
      }
      ${answeredForm(id, name, back)} ${others.length > 0 && handOverForm(id, name, others, back)}
      ${giveBackForm(id, name, back)}
    </div>`;
}

function answeredForm(id: string, name: string, back: QueuePlace): Html {
  return html`<details class="call-more" id="answered-more-${id}">
    <summary class="button" id="answered-open-${id}">
      Answered<span class="visually-hidden">: ${name} can go on</span>
    </summary>
    <form method="post" action="/board/help/${id}/resolve" class="plain">
      ${backField(back)}
      <label for="topic-${id}">What was it about? (if you like)</label>
      <select id="topic-${id}" name="topic">
        ${Object.entries(helpTopics).map(([value, words]) => html`<option value="${value}">${words}</option>`)}
      </select>
      <label for="note-${id}">A note for the trainers (if you like)</label>
      <input type="text" id="note-${id}" name="note" maxlength="300" autocomplete="off" />
      <button class="button main" id="answered-${id}">${name} can go on</button>
    </form>
  </details>`;
}

function handOverForm(id: string, name: string, others: readonly Helper[], back: QueuePlace): Html {
  return html`<details class="call-more" id="over-more-${id}">
    <summary class="button" id="over-open-${id}">
      Hand over<span class="visually-hidden"> ${name} to another helper</span>
    </summary>
    <form method="post" action="/board/help/${id}/hand-over" class="plain">
      ${backField(back)}
      <label for="to-${id}">To whom?</label>
      <select id="to-${id}" name="to">
        ${others.map((one) => html`<option value="${one.personId}">${one.name}</option>`)}
      </select>
      <label for="word-${id}">A word to them (if you like)</label>
      <input type="text" id="word-${id}" name="word" maxlength="300" autocomplete="off" />
      <button class="button main" id="over-${id}">Hand over</button>
    </form>
  </details>`;
}

function giveBackForm(id: string, name: string, back: QueuePlace): Html {
  return html`<form method="post" action="/board/help/${id}/give-back">
    ${backField(back)}
    <button class="button" id="back-${id}">Give back<span class="visually-hidden"> ${name} to the queue</span></button>
  </form>`;
}

function othersCall(call: ShownCall): Html {
  return html`${head(call)}
    <p class="call-word"><bdi>${call.claim?.helper.name ?? ""}</bdi> is going</p>`;
}

function waitedWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return "asked a moment ago";
  return minutes === 1 ? "asked 1 minute ago" : `asked ${minutes} minutes ago`;
}
