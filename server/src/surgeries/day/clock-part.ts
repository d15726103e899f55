/** Timer and agenda, as wall and phones show them. A script counts the seconds; without it the page says until when. */
import { html, icon, type Html } from "../../http/index.js";
import { agendaLines, lineNow } from "./agenda.js";
import type { DayScreen } from "./day-screen.js";
import { clockAt, count } from "./day-words.js";
import { standingOf } from "./timer.js";

export function timerPart({ timer, now, date }: DayScreen): Html | undefined {
  const standing = standingOf(timer, now);
  if (standing === "none") return undefined;
  const zone = date.surgery.venue.timeZone;
  const left = timer.leftMs ?? Math.max(0, (timer.endsAt ?? now) - now);
  const minutes = count(Math.ceil(left / 60_000), "minute", "minutes");
  return html`<div
    class="timer"
    id="timer"
    data-state="${standing}"
    ${standing === "running" && html`data-ends-at="${timer.endsAt ?? now}"`}
  >
    <p class="timer-going" ${standing === "up" && html`hidden`}>
      <span class="timer-left" role="timer" aria-label="Time left">${minutes}</span>
      <span class="timer-until"
        >${standing === "stopped" ? "stopped" : html`left, until ${clockAt(timer.endsAt ?? now, zone)}`}</span
      >
    </p>
    <p class="timer-up" ${standing !== "up" && html`hidden`}>${icon("done")} <strong>Time is up</strong></p>
  </div>`;
}

export function agendaPart({ agenda, date, now }: DayScreen): Html {
  const zone = date.surgery.venue.timeZone;
  const lines = agendaLines(agenda, date.startsAt);
  const current = lineNow(lines, now);
  return html`<ol class="agenda">
    ${lines.map(
      (line) =>
        html`<li ${line === current && html`aria-current="step"`} ${line.endsAt <= now && html`class="over"`}>
          <span class="agenda-time">${clockAt(line.startsAt, zone)}</span>
          <span class="agenda-what"
            >${line.what}${line === current && html` <strong class="now-mark">now</strong>`}</span
          >
        </li>`,
    )}
  </ol>`;
}

/** On a phone: the one line that counts. */
export function agendaNow({ agenda, date, now }: DayScreen): Html | undefined {
  const line = lineNow(agendaLines(agenda, date.startsAt), now);
  if (line === undefined) return undefined;
  return html`<p class="agenda-now">
    <strong>Now:</strong> ${line.what}
    <span class="quiet">until ${clockAt(line.endsAt, date.surgery.venue.timeZone)}</span>
  </p>`;
}
