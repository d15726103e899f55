/** After the day, for organisers: who was there, from when to when, with whom; each of it can be put right for a week. */
import { html, icon, type Html, type PublicPage } from "../../http/index.js";
import { lines, radioField, textField, type FormState } from "../form-field.js";
import { clockWords, dateWords } from "../local-time.js";
import { parts } from "../places.js";
import type { DayPerson, DayView } from "./day.js";
import { pathOf } from "./day-screen.js";
import { sumOf, type DaySum } from "./day-record.js";
import type { MinuteCard } from "./day-screens.js";
import { sittingsOf } from "./day-state.js";
import { clockAt, count, lengthWords, nameOf, partWords } from "./day-words.js";

export interface RecordPage extends DayView {
  readonly now: number;
  readonly cards: readonly MinuteCard[];
  /** Whether it may still be changed. */
  readonly correctable: boolean;
  readonly form: string;
  readonly adding: FormState;
  readonly problem?: string;
  readonly said?: string;
}

export function recordPage(page: RecordPage): PublicPage {
  const { date, problem, said, state } = page;
  const { surgery } = date;
  const sum = sumOf(page, page.now);
  return {
    title: `Who was here: ${surgery.title}`,
    styles: ["surgeries.css", "board.css", "day.css"],
    head: html`<meta name="robots" content="noindex" />`,
    side: html`<a href="/surgeries/${surgery.slug}/organise">Organise</a>`,
    main: html`<div class="wide-column">
      <h1>Who was here</h1>
      <p class="lead">
        <a href="${pathOf(page)}">${surgery.title}</a>, ${dateWords(date.startsAt, surgery.venue.timeZone)},
        ${clockWords(date, surgery.venue.timeZone)}
      </p>
      ${
        problem !== undefined &&
        html`<div class="note warn" role="alert">
          ${icon("warning")}
          <p>${problem}</p>
        </div>`
      }
      ${said !== undefined && html`<div class="note" role="status"><p>${said}</p></div>`} ${sumPart(sum)}
      ${state.attendances.size > 0 ? table(page) : html`<p class="quiet">Nobody is on the record.</p>`}
      ${
        state.attendances.size > 0 &&
        html`<p class="record-take">
          <a class="button" href="${pathOf(page)}/record.csv" download="who-was-here.csv">Take it as a table (CSV)</a>
          <span class="quiet">It names people: keep it as carefully as a list on paper.</span>
        </p>`
      }
      ${page.correctable && addPart(page)} ${cardsPart(page.cards)}
    </div>`,
  };
}

function sumPart(sum: DaySum): Html {
  const one = (word: string, value: string | number): Html =>
    html`<div>
      <dt>${word}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`<dl class="counts">
    ${one("came", sum.people)} ${one("for help", sum.came.patient)} ${one("to learn", sum.came.learner)}
    ${one("to help", sum.came.surgeon)} ${one("sat with somebody", sum.satTogether)}
    ${one("of time given by volunteers", lengthWords(sum.helped))} ${one("signed up, did not come", sum.missing)}
  </dl>`;
}

/** One line for the organiser's list of dates. */
export function sumWords(sum: DaySum): string {
  return `${count(sum.people, "person", "people")} came, ${sum.satTogether} sat with somebody, ${lengthWords(sum.helped)} given by ${count(sum.came.surgeon, "volunteer", "volunteers")}`;
}

function table(page: RecordPage): Html {
  const there = page.people.filter(({ attendance }) => attendance !== undefined);
  return html`<div class="board-scroll" tabindex="0" role="group" aria-label="Who was here">
    <table class="board record">
      <thead>
        <tr>
          <th scope="col">Who</th>
          <th scope="col">Came</th>
          <th scope="col">From, to</th>
          <th scope="col">Hours</th>
          <th scope="col">Sat with</th>
        </tr>
      </thead>
      <tbody>
        ${there.map((person) => row(page, person))}
      </tbody>
    </table>
  </div>`;
}

const cameByWords = { list: "on the list", code: "by code", "walk-in": "walked in" } as const;

function row(page: RecordPage, person: DayPerson): Html {
  const { date, now } = page;
  const attendance = person.attendance!;
  const zone = date.surgery.venue.timeZone;
  const to = attendance.leftAt;
  return html`<tr id="r-${person.contactId}">
    <th scope="row">
      <bdi>${nameOf(person)}</bdi
      >${person.name !== "" && person.group !== "" && html`<br /><span class="quiet">${person.group}</span>`}
    </th>
    <td>${partWords[attendance.part]}<br /><span class="quiet">${cameByWords[attendance.cameBy]}</span></td>
    <td>
      ${
        page.correctable
          ? timesForm(page, person, clockAt(attendance.arrivedAt, zone), to === undefined ? "" : clockAt(to, zone))
          : html`${clockAt(attendance.arrivedAt, zone)} to ${to === undefined ? "now" : clockAt(to, zone)}`
      }
    </td>
    <td>${lengthWords((to ?? now) - attendance.arrivedAt)}</td>
    <td>${sittingsList(page, person)}</td>
  </tr>`;
}

function timesForm(page: RecordPage, person: DayPerson, from: string, to: string): Html {
  const { contactId } = person;
  const of = html`<span class="visually-hidden"> of ${nameOf(person)}</span>`;
  // Whoever sat with somebody did so as one of the two.
  const sat = sittingsOf(page.state, contactId).length > 0;
  return html`<form method="post" action="${pathOf(page)}/record">
    <input type="hidden" name="do" value="times" /><input type="hidden" name="who" value="${contactId}" />
    <div>
      <label for="f-${contactId}">from${of}</label>
      <input type="time" id="f-${contactId}" name="from" value="${from}" required />
    </div>
    <div>
      <label for="u-${contactId}">to${of}</label>
      <input type="time" id="u-${contactId}" name="to" value="${to}" />
    </div>
    ${!sat && partChoice(person)}
    <button class="button">Keep<span class="visually-hidden"> the times${of}</span></button>
    <button class="plain" name="remove" value="yes">
      Was not here<span class="visually-hidden">: ${nameOf(person)}</span>
    </button>
  </form>`;
}

function partChoice(person: DayPerson): Html {
  const { contactId, part } = person;
  return html`<div>
    <label for="c-${contactId}">came<span class="visually-hidden"> as what (${nameOf(person)})</span></label>
    <select id="c-${contactId}" name="part">
      ${parts.map((one) => html`<option value="${one}" ${one === part && html`selected`}>${partWords[one]}</option>`)}
    </select>
  </div>`;
}

function sittingsList(page: RecordPage, person: DayPerson): Html {
  const { state, people, date } = page;
  const zone = date.surgery.venue.timeZone;
  const name = (id: string): string => {
    const found = people.find(({ contactId }) => contactId === id);
    return found === undefined ? "somebody" : nameOf(found);
  };
  const own = [...state.sittings.values()].filter(
    (one) => one.patientId === person.contactId || one.surgeonId === person.contactId,
  );
  return html`${own.map(
    (one) =>
      html`<p>
          <bdi>${name(one.patientId === person.contactId ? one.surgeonId : one.patientId)}</bdi>,
          ${clockAt(one.beganAt, zone)} to ${one.endedAt === undefined ? "now" : clockAt(one.endedAt, zone)}
        </p>
        ${
          page.correctable &&
          one.patientId === person.contactId &&
          html`<form method="post" action="${pathOf(page)}/record">
            <input type="hidden" name="do" value="not-sat" /><input type="hidden" name="sitting" value="${one.id}" />
            <button class="plain">
              Did not happen<span class="visually-hidden">: ${nameOf(person)} with ${name(one.surgeonId)}</span>
            </button>
          </form>`
        }`,
  )}`;
}

function addPart(page: RecordPage): Html {
  const { people, adding, date } = page;
  const missing = people.filter(({ attendance }) => attendance === undefined);
  const { startsAt, endsAt, surgery } = date;
  const zone = surgery.venue.timeZone;
  const fields = { from: clockAt(startsAt, zone), to: clockAt(endsAt, zone), ...adding.fields };
  const state: FormState = { fields, faults: adding.faults, prefix: "add-" };
  return html`<section aria-labelledby="add-title">
    <h2 id="add-title">Somebody was here and is not on the record</h2>
    <form method="post" action="${pathOf(page)}/record" class="narrow-form">
      <input type="hidden" name="do" value="add" /><input type="hidden" name="form" value="${page.form}" />
      <div class="field">
        <label for="add-who">Who</label>
        <select id="add-who" name="who">
          <option value="">somebody who had not signed up</option>
          ${missing.map(
            (one) =>
              html`<option value="${one.contactId}" ${adding.fields["who"] === one.contactId && html`selected`}>
                ${nameOf(one)}
              </option>`,
          )}
        </select>
      </div>
      ${radioField(state, {
        name: "part",
        label: "If they had not signed up: they came",
        choices: [
          { value: "patient", words: "for help" },
          { value: "learner", words: "to learn" },
          { value: "surgeon", words: "to help" },
        ],
      })}
      ${textField(state, { name: "name", label: "Name", most: 60 })}
      <div class="together">
        ${textField(state, { name: "from", label: "From", type: "time", required: true })}
        ${textField(state, { name: "to", label: "To", type: "time", required: true })}
      </div>
      <button class="button">Add them</button>
    </form>
  </section>`;
}

function cardsPart(cards: readonly MinuteCard[]): Html | undefined {
  const shown = cards.filter(({ hidden }) => !hidden);
  if (shown.length === 0) return undefined;
  const list = (of: "good" | "improve", title: string): Html | undefined => {
    const texts = shown.map((card) => card[of]).filter((one) => one !== "");
    if (texts.length === 0) return undefined;
    return html`<h3>${title}</h3>
      <ul>
        ${texts.map((one) => html`<li class="about">${lines(one)}</li>`)}
      </ul>`;
  };
  return html`<section aria-labelledby="cards-title">
    <h2 id="cards-title">What people wrote, without names</h2>
    ${list("good", "What was good")} ${list("improve", "What to make better")}
  </section>`;
}
