/**
 * For those who run the room, on a phone: who waits, who is expected, who sits with whom. Each tap is a form that says what is to
 * be true; a script only sends it without leaving the page and keeps the page up to date.
 */
import { html, icon, type Html, type PublicPage } from "../../http/index.js";
import { lines, textField } from "../form-field.js";
import { clockWords, dateWords } from "../local-time.js";
import { agendaText } from "./agenda.js";
import { walkInFields } from "./arrive-page.js";
import { agendaNow, timerPart } from "./clock-part.js";
import type { DayPerson } from "./day.js";
import {
  pathOf,
  peopleByPlace,
  plannedSurgeon,
  surgeonsHere,
  waitsSince,
  withHowMany,
  type DayScreen,
} from "./day-screen.js";
import { isOpen, sittingsOf } from "./day-state.js";
import { doorTime, openableBefore } from "./doors.js";
import { clockAt, count, lengthWords, nameOf, partWords } from "./day-words.js";
import { shownCode } from "./projector-page.js";
import { markOf, standingOf } from "./timer.js";

export function dayPage(screen: DayScreen): PublicPage {
  const { date, said, problem, organiser } = screen;
  const path = pathOf(screen);
  const { surgery } = date;
  return {
    title: `The day: ${surgery.title}`,
    styles: ["surgeries.css", "board.css", "day.css"],
    scripts: ["day.js"],
    head: html`<meta name="robots" content="noindex" />`,
    side: html`<span class="board-live" id="day-live" role="status">Not live: reload to see changes</span>
      <a class="button" href="${path}?projector=1">${icon("screen")} For the wall</a>
      ${organiser && html`<a href="/surgeries/${surgery.slug}/organise">Organise</a>`}`,
    main: html`<div class="column day">
      <h1>${surgery.title}</h1>
      <p class="lead">
        ${dateWords(date.startsAt, surgery.venue.timeZone)}, ${clockWords(date, surgery.venue.timeZone)}
      </p>
      <p class="visually-hidden" role="status" id="day-spoken"></p>
      <div id="day-said" role="status">
        ${
          problem !== undefined &&
          html`<div class="note warn">
            ${icon("warning")}
            <p>${problem}</p>
          </div>`
        }
        ${said !== undefined && html`<div class="note said">${said}</div>`}
      </div>
      <div id="day-now" data-source="${path}/now" data-stream="${path}/stream">${dayNow(screen)}</div>
      ${isOpen(screen.state) && tools(screen)}
    </div>`,
  };
}

/** The part that changes while people come and go. */
export function dayNow(screen: DayScreen): Html {
  const { state, now } = screen;
  if (!isOpen(state)) return html`<div data-now="${now}">${closedPart(screen)}</div>`;
  const places = peopleByPlace(screen);
  const { waiting, expected, together, here, left } = places;
  return html`<div data-now="${now}">
    ${agendaNow(screen)} ${timerPart(screen)}
    <details id="timer-tools">
      <summary>Timer</summary>
      ${timerTools(screen)}
    </details>
    <dl class="counts">
      ${counted("here", waiting.length + together.length + here.length)} ${counted("expected", expected.length)}
      ${counted("waiting", waiting.length)}
    </dl>
    ${part("waiting", "Waits for somebody", waiting, (one) => waitingItem(screen, one), icon("help"))}
    ${part("expected", "Expected", expected, (one) => expectedItem(screen, one))}
    ${part("together", "Sitting together", together, (one) => togetherItem(screen, one))}
    ${part("here", "Here", here, (one) => hereItem(screen, one))}
    ${part("left", "Has left", left, (one) => leftItem(screen, one))} ${cardsPart(screen)}
  </div>`;
}

function counted(word: string, number: number): Html {
  return html`<div>
    <dt>${word}</dt>
    <dd>${number}</dd>
  </div>`;
}

function part<T>(id: string, title: string, all: readonly T[], item: (one: T) => Html, mark?: Html): Html | undefined {
  if (all.length === 0) return undefined;
  return html`<section class="day-part at-${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${mark} ${title} <span class="quiet">${all.length}</span></h2>
    <ul class="day-people">
      ${all.map(item)}
    </ul>
  </section>`;
}

function closedPart(screen: DayScreen): Html {
  const { state, date, organiser } = screen;
  const path = pathOf(screen);
  const off = date.status === "cancelled" || date.surgery.cancelledAt !== undefined;
  const came = state.attendances.size;
  const time = doorTime(date, screen.now);
  const zone = date.surgery.venue.timeZone;
  return html`<section class="doors" aria-labelledby="doors-title">
    <h2 id="doors-title">${state.room === undefined ? "The doors are not open yet" : "The doors are closed"}</h2>
    ${off && html`<p><strong>This date has been called off.</strong></p>`}
    ${state.room !== undefined && html`<p>${count(came, "person was", "people were")} here.</p>`}
    ${time === "too-early" && html`<p>They can be opened from ${clockAt(date.startsAt - openableBefore, zone)} on the day.</p>`}
    ${
      organiser &&
      !off &&
      time === "openable" &&
      html`<form class="tap" method="post" action="${path}/doors">
        <input type="hidden" name="doors" value="open" />
        <button class="button main" id="open-doors">
          ${state.room === undefined ? "Open the doors" : "Open them again"}
        </button>
      </form>`
    }
    ${organiser && html`<p><a class="button" href="${path}/record">Who was here</a></p>`}
  </section>`;
}

type Fields = Readonly<Record<string, string>>;

/** One button that says what is to be true. */
function tap(screen: DayScreen, person: DayPerson, fields: Fields, words: string, style = ""): Html {
  const id = `t-${fields["do"] ?? ""}-${person.contactId}`;
  return html`<form class="tap" method="post" action="${pathOf(screen)}/tap">
    ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <button class="button ${style}" id="${id}">${words}<span class="visually-hidden">: ${nameOf(person)}</span></button>
  </form>`;
}

function item(person: DayPerson, more: Html, taps: Html, quiet: string): Html {
  return html`<li id="p-${person.contactId}" tabindex="-1">
    <p class="who">
      <strong><bdi>${nameOf(person)}</bdi></strong
      >${person.name !== "" && person.group !== "" && html`, ${person.group}`} <span class="quiet">${quiet}</span>
    </p>
    ${more}
    <div class="taps">${taps}</div>
  </li>`;
}

const wants = ({ part, need, skills, accessNeeds }: DayPerson): Html => {
  const words = part === "surgeon" ? skills : need;
  return html`${words !== "" && html`<p class="about">${lines(words)}</p>`}
  ${accessNeeds !== "" && html`<p class="about"><strong>Needs:</strong> ${lines(accessNeeds)}</p>`}`;
};

const who = (person: DayPerson, todo: string): Fields => ({ do: todo, who: person.contactId });

function expectedItem(screen: DayScreen, person: DayPerson): Html {
  const waits = person.signUp?.status === "waiting" ? ", on the waiting list" : "";
  return item(
    person,
    html``,
    tap(screen, person, who(person, "arrived"), "Is here", "main"),
    `${partWords[person.part]}${waits}`,
  );
}

function waitingItem(screen: DayScreen, person: DayPerson): Html {
  const planned = plannedSurgeon(screen, person);
  const minutes = Math.floor((screen.now - waitsSince(screen.state, person)) / 60_000);
  const together =
    planned !== undefined &&
    tap(screen, person, { ...who(person, "sit"), with: planned.contactId }, `Sits with ${nameOf(planned)}`, "main");
  return item(
    person,
    wants(person),
    html`${together} ${chooseSurgeon(screen, person, planned)} ${leaveTaps(screen, person)}`,
    minutes < 1 ? "just now" : `for ${count(minutes, "minute", "minutes")}`,
  );
}

function chooseSurgeon(screen: DayScreen, person: DayPerson, planned: DayPerson | undefined): Html | undefined {
  const others = surgeonsHere(screen).filter(({ contactId }) => contactId !== planned?.contactId);
  if (others.length === 0) {
    return planned === undefined ? html`<p class="quiet">Nobody who helps is here yet.</p>` : undefined;
  }
  const id = `w-${person.contactId}`;
  return html`<form class="tap choose" method="post" action="${pathOf(screen)}/tap">
    <input type="hidden" name="do" value="sit" /><input type="hidden" name="who" value="${person.contactId}" />
    <label for="${id}">With<span class="visually-hidden"> whom (${nameOf(person)})</span></label>
    <select id="${id}" name="with">
      ${others.map((one) => {
        const busy = withHowMany(screen.state, one.contactId);
        return html`<option value="${one.contactId}">
          ${nameOf(one)}
          (${busy === 0 ? "free" : `with ${busy}`}${one.languages.length > 0 && `, ${one.languages.join(", ")}`})
        </option>`;
      })}
    </select>
    <button class="button" id="t-sit-with-${person.contactId}">
      Sit together<span class="visually-hidden">: ${nameOf(person)}</span>
    </button>
  </form>`;
}

function togetherItem(
  screen: DayScreen,
  { sitting, person, surgeon }: ReturnType<typeof peopleByPlace>["together"][number],
): Html {
  const since = clockAt(sitting.beganAt, screen.date.surgery.venue.timeZone);
  const fields = { ...who(person, "apart"), sitting: sitting.id };
  return item(
    person,
    html`<p>with <bdi>${nameOf(surgeon)}</bdi>, since ${since}</p>
      ${wants(person)}`,
    html`${tap(screen, person, fields, "Finished")} ${leaveTaps(screen, person)}`,
    "",
  );
}

function hereItem(screen: DayScreen, person: DayPerson): Html {
  const busy = withHowMany(screen.state, person.contactId);
  const what = person.part === "surgeon" ? (busy === 0 ? ", free" : `, with ${count(busy, "person", "people")}`) : "";
  const choose =
    person.part === "learner" && surgeonsHere(screen).length > 0 && chooseSurgeon(screen, person, undefined);
  return item(person, wants(person), html`${choose} ${leaveTaps(screen, person)}`, `${partWords[person.part]}${what}`);
}

function leaveTaps(screen: DayScreen, person: DayPerson): Html {
  const sat = sittingsOf(screen.state, person.contactId).length > 0;
  return html`${tap(screen, person, who(person, "left"), "Has left")}
  ${!sat && tap(screen, person, who(person, "not-arrived"), "Not here after all")}`;
}

function leftItem(screen: DayScreen, person: DayPerson): Html {
  const at = person.attendance?.leftAt ?? screen.now;
  const stayed = lengthWords(at - (person.attendance?.arrivedAt ?? at));
  return item(
    person,
    html``,
    tap(screen, person, who(person, "not-left"), "Still here"),
    `at ${clockAt(at, screen.date.surgery.venue.timeZone)}, after ${stayed}`,
  );
}

function cardsPart(screen: DayScreen): Html | undefined {
  const { cards, organiser } = screen;
  if (cards.length === 0 || !organiser) return undefined;
  return html`<section class="day-part" aria-labelledby="cards-title">
    <h2 id="cards-title">Cards <span class="quiet">${cards.length}</span></h2>
    <ul class="day-people">
      ${cards.map(
        ({ id, good, improve, hidden }) =>
          html`<li id="c-${id}" tabindex="-1">
            ${
              hidden
                ? html`<p class="quiet">A card that was hidden.</p>`
                : html`${good !== "" && html`<p class="about"><strong>Good:</strong> ${lines(good)}</p>`}
                  ${improve !== "" && html`<p class="about"><strong>Better:</strong> ${lines(improve)}</p>`}`
            }
            <form class="tap" method="post" action="${pathOf(screen)}/cards">
              <input type="hidden" name="card" value="${id}" />
              <input type="hidden" name="hidden" value="${hidden ? "no" : "yes"}" />
              <button class="plain">${hidden ? "Show it" : "Hide it"}</button>
            </form>
          </li>`,
      )}
    </ul>
  </section>`;
}

function tools(screen: DayScreen): Html {
  const { state, organiser, mending } = screen;
  const path = pathOf(screen);
  const fields = { fields: mending?.fields ?? {}, faults: mending?.faults ?? {} };
  return html`<section class="day-tools" aria-labelledby="tools-title">
    <h2 id="tools-title">The room</h2>
    <p>
      Code on the wall: <strong class="code">${shownCode(state.room?.code ?? "")}</strong>. People say there that they
      are here, or you tap their name above.
    </p>
    <details id="walk-in" ${mending !== undefined && mending.faults["agenda"] === undefined && html`open`}>
      <summary>Somebody who has not signed up</summary>
      <form method="post" action="${path}/walk-in">
        <input type="hidden" name="form" value="${mending?.fields["form"] ?? crypto.randomUUID()}" />
        ${walkInFields({ ...fields, prefix: "new-" })}
        <button class="button main">Is here</button>
      </form>
    </details>
    <details id="agenda-tools" ${mending?.faults["agenda"] !== undefined && html`open`}>
      <summary>What happens when</summary>
      <form method="post" action="${path}/agenda">
        ${textField(
          { fields: { agenda: mending?.fields["agenda"] ?? agendaText(screen.agenda) }, faults: fields.faults },
          {
            name: "agenda",
            label: "A line each: minutes, then what",
            rows: 6,
            most: 1200,
            tip: "Empty it to have the ready-made one again.",
          },
        )}
        <button class="button">Keep it</button>
      </form>
    </details>
    ${
      organiser &&
      html`<details id="close-tools">
        <summary>Close the doors</summary>
        <p>Everybody who is still here has then left, and those who sit together have finished.</p>
        <form method="post" action="${path}/doors">
          <input type="hidden" name="doors" value="closed" />
          <button class="button">Close the doors</button>
        </form>
      </details>`
    }
  </section>`;
}

function timerTools(screen: DayScreen): Html {
  const path = pathOf(screen);
  const { timer, now } = screen;
  const button = (fields: Fields, words: string): Html =>
    html`<form class="tap" method="post" action="${path}/timer">
      ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <button class="button" id="timer-${fields["do"] ?? ""}${fields["minutes"] ?? ""}">${words}</button>
    </form>`;
  const standing = standingOf(timer, now);
  return html`<div class="taps">
      ${[5, 10, 20, 30].map((minutes) => button({ do: "start", minutes: String(minutes) }, `${minutes} minutes`))}
    </div>
    <div class="taps">
      ${standing !== "none" && button({ do: "add", minutes: "5", seen: markOf(timer) }, "5 minutes more")}
      ${standing === "running" && button({ do: "stop" }, "Stop")}
      ${standing === "stopped" && button({ do: "go-on" }, "Go on")}
      ${standing !== "none" && button({ do: "clear" }, "Take it away")}
    </div>
    <form class="tap choose" method="post" action="${path}/timer">
      <input type="hidden" name="do" value="start" />
      <label for="minutes">Minutes</label>
      <input type="number" id="minutes" name="minutes" min="1" max="240" value="15" required />
      <button class="button">Start</button>
    </form>`;
}
