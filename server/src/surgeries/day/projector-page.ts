/** For the wall: how to say that one is here, what happens now, the time left, how many are here. Never a name. */
import { html, icon, type Html, type PublicPage } from "../../http/index.js";
import { qr } from "../../identity/index.js";
import { clockWords } from "../local-time.js";
import { agendaPart, timerPart } from "./clock-part.js";
import { pathOf, peopleByPlace, type DayScreen } from "./day-screen.js";
import { isOpen } from "./day-state.js";
import { count } from "./day-words.js";

/** From then on the wall asks for a card as well. */
const cardsBefore = 20 * 60_000;

export function projectorPage(screen: DayScreen): PublicPage {
  const path = pathOf(screen);
  return {
    title: screen.date.surgery.title,
    styles: ["surgeries.css", "board.css", "day.css"],
    scripts: ["day.js"],
    head: html`<meta name="robots" content="noindex" />`,
    projector: true,
    side: html`<span class="board-live" id="day-live" role="status">Not live: reload to see changes</span>
      <a class="button" href="${path}">Back to names</a>`,
    main: html`<div class="wall">
      <h1>${screen.date.surgery.title}</h1>
      <p class="visually-hidden" role="status" id="day-spoken"></p>
      <div id="day-now" data-source="${path}/now?projector=1" data-stream="${path}/stream">${projectorNow(screen)}</div>
    </div>`,
  };
}

export function projectorNow(screen: DayScreen): Html {
  const { state, now, date } = screen;
  const open = isOpen(state);
  const { waiting, together, here } = peopleByPlace(screen);
  const howMany = waiting.length + together.length + here.length;
  return html`<div class="wall-now" data-now="${now}">
    ${open ? codePart(screen) : html`<p class="wall-closed">${closedWords(screen)}</p>`}
    <div class="wall-clock">
      ${timerPart(screen)} ${agendaPart(screen)}
      ${open && html`<p class="wall-count"><strong>${howMany}</strong> ${howMany === 1 ? "person is" : "people are"} here</p>`}
      ${open && now >= date.endsAt - cardsBefore && cardPart(screen)}
    </div>
  </div>`;
}

function closedWords({ state, date }: DayScreen): string {
  const times = clockWords(date, date.surgery.venue.timeZone);
  if (date.status === "cancelled") return "This date has been called off.";
  return state.room === undefined ? `The doors are not open yet. ${times}` : "Thank you all for coming.";
}

function codePart({ state, address }: DayScreen): Html {
  const code = state.room?.code ?? "";
  return html`<section class="wall-code" aria-labelledby="code-title">
    <h2 id="code-title">Say that you are here</h2>
    ${qr(`${address}/arrive/${code}`, "QR picture that opens the page to say that you are here")}
    <p>
      or open <strong class="join-address">${address.replace(/^https?:\/\//, "")}/arrive</strong><br />and type
      <strong class="arrival-code code">${shownCode(code)}</strong>
    </p>
  </section>`;
}

function cardPart({ state, address, cards }: DayScreen): Html {
  const url = `${address}/arrive/${state.room?.code ?? ""}/card`;
  return html`<section class="wall-card" aria-labelledby="card-title">
    ${qr(url, "QR picture that opens the card: one good thing, one to make better")}
    <div>
      <h2 id="card-title">${icon("help")} Before you go</h2>
      <p>One good thing, one to make better. No name.</p>
      ${cards.length > 0 && html`<p class="quiet">${count(cards.length, "card", "cards")} so far</p>`}
    </div>
  </section>`;
}

/** `K7M-P2Q`: a join code has groups of four. */
export const shownCode = (code: string): string => `${code.slice(0, 3)}-${code.slice(3)}`;
