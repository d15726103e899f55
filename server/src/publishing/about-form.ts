/** The first page: what the data are, who keeps them, how often they change. */
import { themes } from "@data-surgery/opendata/publish/browser";
import { html, type Html, type HtmlPart, type PublicPage } from "../http/index.js";
import { faultSummary, selectField, textField, type FormState } from "../surgeries/index.js";
import type { DataSet } from "./data-sets.js";
import type { Draft } from "./draft.js";
import { promiseWords } from "./due.js";
import { revisionField, wizardPage } from "./wizard-frame.js";

export const aboutFields = [
  "title",
  "description",
  "keeper",
  "email",
  "remindTo",
  "update",
  "rowIs",
  "keywords",
  "theme",
  "sourceTitle",
  "sourceLicence",
  "sourceUrl",
  "place",
  "from",
  "to",
] as const;

const email = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/;
const day = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/;

const rowWords: Readonly<Record<string, string>> = {
  "": "Choose what fits best",
  count: "a count, for instance visits in a month",
  event: "something that happened, for instance one visit",
  person: "a person",
  household: "a household",
  place: "a place",
  organisation: "an organisation or a group",
  other: "something else",
};

/** What was typed. Its title is kept twice: beside the draft it is what lists show. */
export function aboutOf(fields: Readonly<Record<string, string>>): {
  about: Draft["about"];
  title: string;
  remindTo: string;
} {
  const about = Object.fromEntries(
    aboutFields.filter((name) => name !== "remindTo").map((name) => [name, (fields[name] ?? "").trim()]),
  );
  return { about, title: about["title"] ?? "", remindTo: (fields["remindTo"] ?? "").trim() };
}

/** What is wrong, by field. Everything typed is kept all the same. */
export function aboutFaults(fields: Readonly<Record<string, string>>): Record<string, string> {
  const said = (name: (typeof aboutFields)[number]): string => fields[name]?.trim() ?? "";
  const faults: Record<string, string> = {};
  if (said("title") === "") faults["title"] = "Give it a name.";
  if (said("description").length < 20)
    faults["description"] = "Say in a sentence or two what it is: at least 20 letters.";
  if (said("keeper") === "") faults["keeper"] = "Say which group keeps it.";
  if (!Object.hasOwn(promiseWords, said("update"))) faults["update"] = "Say how often it changes.";
  if (said("rowIs") === "" || !Object.hasOwn(rowWords, said("rowIs")))
    faults["rowIs"] = "Say what one row is about: it decides what is looked at.";
  if (said("email") !== "" && !email.test(said("email"))) faults["email"] = "That is not an e-mail address.";
  if (said("remindTo") !== "" && !email.test(said("remindTo"))) faults["remindTo"] = "That is not an e-mail address.";
  if (said("sourceUrl") !== "" && !/^https?:\/\/[^\s<>"]+$/i.test(said("sourceUrl")))
    faults["sourceUrl"] = "Copy the whole address from your browser; it begins with https://.";
  if (said("sourceUrl") !== "" && said("sourceTitle") === "")
    faults["sourceTitle"] = "Say what stands at that address.";
  for (const name of ["from", "to"] as const)
    if (said(name) !== "" && !day.test(said(name))) faults[name] = "Write a year, or a day such as 2026-03-31.";
  return faults;
}

export interface FromPanel {
  readonly mends: string;
  readonly reading: string;
  readonly notebook: string;
}

export interface AboutPage extends FormState {
  readonly set?: DataSet;
  /** Of the file that it will be made from. */
  readonly path: string;
  /** As the panel handed it over, for the next page. */
  readonly fromPanel?: FromPanel;
  readonly problem?: string;
}

export function aboutPage(page: AboutPage): PublicPage {
  const { set, path, problem } = page;
  return wizardPage({
    step: "about",
    title: "What is this data?",
    ...(set === undefined ? {} : { set }),
    ...(problem === undefined ? {} : { problem }),
    main: html`<p>
        ${set === undefined ? "You are about to publish" : "From"} <strong>${path.split("/").at(-1) ?? path}</strong>.
        Six short pages; nothing is public until the last one, and you can stop and come back.
      </p>
      ${faultSummary(page.faults)}
      <form method="post" action="${set === undefined ? "/publish/new" : `/publish/${set.id}/about`}">
        ${set === undefined ? html`<input type="hidden" name="file" value="${path}" />${fromPanelFields(page)}` : revisionField(set.revision)}
        ${whatPart(page)} ${whoPart(page)} ${morePart(page)}
        <button class="button main wide">Save, and go on</button>
      </form>`,
  });
}

function fromPanelFields({ fromPanel }: AboutPage): Html | false {
  if (fromPanel === undefined) return false;
  return html`<input type="hidden" name="mends" value="${fromPanel.mends}" />
    <input type="hidden" name="reading" value="${fromPanel.reading}" />
    <input type="hidden" name="notebook" value="${fromPanel.notebook}" />`;
}

function whatPart(page: AboutPage): HtmlPart {
  return [
    textField(page, {
      name: "title",
      label: "Name of the data",
      required: "sometimes",
      most: 150,
      tip: "What somebody would search for, with place and time. For example: Visits to the food bank in Ambleford, by month",
    }),
    textField(page, {
      name: "description",
      label: "What is in it, and how it was counted",
      required: "sometimes",
      rows: 4,
      most: 4000,
    }),
    selectField(page, {
      name: "rowIs",
      label: "One row is about …",
      choices: Object.entries(rowWords).map(([value, words]) => ({ value, words })),
    }),
  ];
}

function whoPart(page: AboutPage): HtmlPart {
  return html`<h2>Who keeps it</h2>
    ${textField(page, {
      name: "keeper",
      label: "The group that keeps it",
      required: "sometimes",
      most: 150,
      autocomplete: "organization",
      tip: "It is public, and stays when people go: give the group’s name, not your own.",
    })}
    ${textField(page, {
      name: "email",
      label: "Public e-mail address for questions",
      type: "email",
      most: 150,
      tip: "It stands on the page for everybody. A shared address is best.",
    })}
    ${selectField(page, {
      name: "update",
      label: "How often does it change?",
      tip: "A promise you can keep is better than a good one. The page says so when it is not kept.",
      choices: [
        { value: "", words: "Choose" },
        ...Object.entries(promiseWords).map(([value, words]) => ({ value, words })),
      ],
    })}
    ${textField(page, {
      name: "remindTo",
      label: "Your e-mail address, to be reminded when an update is due",
      type: "email",
      most: 150,
      autocomplete: "email",
      tip: "Never published. Each reminder has a link that turns them off.",
    })}`;
}

function morePart(page: AboutPage): HtmlPart {
  const rest = ["sourceLicence", "sourceUrl", "place", "from", "to"];
  const found = ["keywords", "theme"];
  const isWanted = (names: readonly string[]): boolean =>
    names.some((name) => (page.fields[name] ?? "") !== "" || page.faults[name] !== undefined);
  return html`<h2>Where it comes from</h2>
    ${textField(page, {
      name: "sourceTitle",
      label: "Made from",
      most: 250,
      tip: "For example: our own sign-in sheets, or the council’s list of grants.",
    })}
    <details ${isWanted(rest) && html`open`}>
      <summary>It is made from other people’s data, or about one place or time</summary>
      ${textField(page, {
        name: "sourceLicence",
        label: "The licence of what it is made from",
        most: 100,
        tip: "If it is not your own. For example: OGL 3.0, or CC BY.",
      })}
      ${textField(page, {
        name: "sourceUrl",
        label: "Its web address",
        type: "url",
        most: 500,
        tip: "Of the page or file that you took. It is looked at once a week, and you are told when it is gone.",
      })}
      ${textField(page, { name: "place", label: "Place it is about", most: 150 })}
      <div class="together">
        ${textField(page, { name: "from", label: "From", most: 10, tip: "2026, or 2026-03-31" })}
        ${textField(page, { name: "to", label: "To", most: 10 })}
      </div>
    </details>
    <details ${isWanted(found) && html`open`}>
      <summary>Words by which others find it</summary>
      ${textField(page, {
        name: "keywords",
        label: "Words that somebody may search for",
        most: 300,
        tip: "With commas between them. For example: food bank, hunger, advice",
      })}
      ${selectField(page, {
        name: "theme",
        label: "What portals sort it under",
        choices: [
          { value: "", words: "Leave it out" },
          ...Object.entries(themes).map(([value, words]) => ({ value, words })),
        ],
      })}
    </details>`;
}
