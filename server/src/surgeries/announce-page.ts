/** Announcing a surgery or a workshop: one form, two minutes. The same form changes it afterwards. */
import { html, type Html, type PublicPage } from "../http/index.js";
import { photoPolicies, photoPolicyWords, type FormFields } from "./announcement.js";
import { faultSummary, radioField, selectField, textField, type FormState } from "./form-field.js";
import type { Surgery, Venue } from "./surgeries.js";

export interface AnnouncePage extends FormState {
  readonly venues: readonly Venue[];
  readonly curricula: readonly { readonly id: string; readonly title: string }[];
  /** Set when one that exists is changed. */
  readonly surgery?: Surgery;
  /** What went wrong beyond single fields. */
  readonly problem?: string;
}

/** What a fresh form says already, so that little is left to type. */
export function freshFields(venues: readonly Venue[], nextMonth: string): FormFields {
  return {
    kind: "surgery",
    venue: venues[0]?.id ?? "new",
    title: "Open data surgery",
    about:
      "Bring a spreadsheet, a list or a question from your group. A volunteer sits beside you, and you leave with something that you can use. No experience needed.",
    firstDate: nextMonth,
    starts: "18:00",
    ends: "20:00",
    repeats: "once",
    capacity: "20",
    languages: "English",
    photoPolicy: "ask",
    timeZone: "Europe/London",
  };
}

/** A surgery that exists, as the form says it. */
export function fieldsOf(surgery: Surgery): FormFields {
  const rule = surgery.recurrence;
  const names = {
    "weekly-1": "weekly",
    "weekly-2": "fortnightly",
    "monthly-1": "monthly",
    "monthly-2": "every-other-month",
  } as const;
  return {
    kind: surgery.kind,
    venue: surgery.venue.id,
    title: surgery.title,
    about: surgery.about,
    hostGroup: surgery.hostGroup,
    curriculum: surgery.curriculum,
    firstDate: surgery.firstDate,
    starts: surgery.starts,
    ends: surgery.ends,
    repeats: rule === undefined ? "once" : (names[`${rule.type}-${rule.every}` as keyof typeof names] ?? "once"),
    until: rule?.until ?? "",
    capacity: String(surgery.capacity),
    languages: surgery.languages.join(", "),
    photoPolicy: surgery.photoPolicy,
    sequence: String(surgery.sequence),
  };
}

export function announcePage(page: AnnouncePage): PublicPage {
  const { surgery, faults, problem } = page;
  return {
    title: surgery === undefined ? "Announce a surgery" : `Change: ${surgery.title}`,
    styles: ["surgeries.css"],
    side: html`<a href="/surgeries/organise">Organise</a>`,
    main: html`<div class="narrow">
      <h1>${surgery === undefined ? "Announce a surgery" : "Change what is announced"}</h1>
      ${problem !== undefined && html`<div class="note warn" role="alert"><p>${problem}</p></div>`}
      ${faultSummary(faults)}
      <form method="post" action="${surgery === undefined ? "/surgeries/new" : `/surgeries/${surgery.slug}/change`}">
        ${surgery !== undefined && html`<input type="hidden" name="sequence" value="${page.fields["sequence"] ?? ""}" />`}
        ${whatPart(page)} ${whenPart(page)} ${surgery === undefined && wherePart(page)} ${morePart(page)}
        <button class="button main wide">${surgery === undefined ? "Announce it" : "Keep the changes"}</button>
        <p class="tip">
          ${surgery === undefined ? "It is public at once: page, calendar and feeds." : "Calendars and feeds follow. Whoever signed up for a date that moves is told by e-mail."}
        </p>
      </form>
    </div>`,
  };
}

function whatPart(page: AnnouncePage): Html {
  return html`<h2>What</h2>
    ${radioField(page, {
      name: "kind",
      label: "Kind",
      choices: [
        { value: "surgery", words: "Surgery: people bring their own data or question" },
        { value: "workshop", words: "Workshop: we work through lessons together" },
      ],
    })}
    ${textField(page, { name: "title", label: "Name", required: true, most: 100 })}
    ${textField(page, { name: "about", label: "In two sentences: for whom, and what happens", required: true, rows: 4, most: 2000 })}
    ${textField(page, { name: "hostGroup", label: "Who invites", required: true, most: 80, autocomplete: "organization", tip: "The name of your group." })}
    ${selectField(page, {
      name: "curriculum",
      label: "What you work on",
      choices: [
        { value: "", words: "Bring your own data" },
        ...page.curricula.map(({ id, title }) => ({ value: id, words: title })),
      ],
    })}`;
}

function whenPart(page: AnnouncePage): Html {
  return html`<h2>When</h2>
    <div class="together">
      ${textField(page, { name: "firstDate", label: "Day", type: "date", required: true })}
      ${textField(page, { name: "starts", label: "From", type: "time", required: true })}
      ${textField(page, { name: "ends", label: "To", type: "time", required: true })}
    </div>
    <div class="together">
      ${selectField(page, {
        name: "repeats",
        label: "How often",
        choices: [
          { value: "once", words: "Once" },
          { value: "weekly", words: "Every week" },
          { value: "fortnightly", words: "Every other week" },
          { value: "monthly", words: "Every month, on the same weekday" },
          { value: "every-other-month", words: "Every other month" },
        ],
      })}
      ${textField(page, { name: "until", label: "Until", type: "date", required: "sometimes", tip: "Only if it comes again." })}
    </div>`;
}

function wherePart(page: AnnouncePage): Html {
  const { venues } = page;
  return html`<h2>Where</h2>
    ${
      venues.length > 0 &&
      selectField(page, {
        name: "venue",
        label: "Place",
        choices: [
          ...venues.map(({ id, name }) => ({ value: id, words: name })),
          { value: "new", words: "A new place: fill in below" },
        ],
      })
    }
    ${
      venues.length === 0
        ? html`<input type="hidden" name="venue" value="new" />${venueFields(page)}`
        : html`<details ${page.fields["venue"] === "new" && html`open`}>
            <summary>A new place</summary>
            ${venueFields(page)}
          </details>`
    }`;
}

/** What is said of a place. Its time zone is said once: dates hang on it. */
export function venueFields(page: FormState, withZone = true): Html {
  return html`${textField(page, { name: "venueName", label: "Name of the place", required: "sometimes", most: 80 })}
  ${textField(page, { name: "address", label: "Street and postcode", required: "sometimes", most: 200, autocomplete: "street-address" })}
  ${textField(page, { name: "mapLink", label: "Address of a map", type: "url", most: 400, tip: "Open the place in a map on the web and copy its address." })}
  ${textField(page, { name: "accessNotes", label: "Getting in", rows: 3, most: 600, tip: "Steps, lift, toilets, parking, bus, bell, where the room is." })}
  ${withZone && textField(page, { name: "timeZone", label: "Time zone", required: "sometimes", most: 60 })}`;
}

function morePart(page: AnnouncePage): Html {
  return html`<h2>Good to know</h2>
    ${textField(page, { name: "capacity", label: "How many people fit in", type: "number", required: true, tip: "Those who help don’t count." })}
    ${textField(page, { name: "languages", label: "Languages", required: "sometimes", most: 200, tip: "For example: English, Urdu" })}
    ${selectField(page, {
      name: "photoPolicy",
      label: "Photos",
      choices: photoPolicies.map((value) => ({ value, words: photoPolicyWords[value] })),
    })}`;
}
