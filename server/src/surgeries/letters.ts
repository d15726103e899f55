/** What people are told by e-mail: short, in plain text, with the way to change it. */
import type { Letter } from "../mail/index.js";
import { dateCalendarText } from "./calendar.js";
import { clockWords, dateWords } from "./local-time.js";
import type { SurgeryDate } from "./surgeries.js";

export type LetterKind =
  | "confirmed"
  | "waiting"
  | "already"
  | "moved-up"
  | "left"
  | "moved"
  | "called-off"
  | "reminder";

export interface LetterAbout {
  readonly name: string;
  /** The private page. */
  readonly link: string;
  /** The public page of the surgery. */
  readonly page: string;
}

const subjects: Readonly<Record<LetterKind, string>> = {
  confirmed: "You have a place",
  waiting: "You are on the waiting list",
  already: "You were signed up already",
  "moved-up": "A place has become free for you",
  left: "You are not coming: noted",
  moved: "Changed",
  "called-off": "Called off",
  reminder: "In two days",
};

const openings: Readonly<Record<LetterKind, string>> = {
  confirmed: "You have a place. We look forward to seeing you.",
  waiting: "All places are taken at the moment, so you are on the waiting list. When one becomes free we write to you.",
  already:
    "Somebody, probably you, signed up with this address again. You are on the list already, and nothing was changed.",
  "moved-up": "A place has become free, and it is yours.",
  left: "Thank you for telling us. Your place goes to the next in line.",
  moved: "Something has changed. This is how it is now:",
  "called-off": "This surgery will not take place. We are sorry.",
  reminder: "This is to remind you:",
};

const withFile: ReadonlySet<LetterKind> = new Set(["confirmed", "moved-up", "moved", "called-off"]);

export function letterAbout(
  kind: LetterKind,
  date: SurgeryDate,
  { name, link, page }: LetterAbout,
): Pick<Letter, "subject" | "text" | "calendar"> {
  const { surgery } = date;
  const { venue } = surgery;
  const where = [venue.name, venue.address, venue.mapLink].filter((part) => part !== "").join("\n");
  const paragraphs = [
    `Hello ${name},`,
    openings[kind],
    date.note !== "" && (kind === "moved" || kind === "called-off") ? date.note : "",
    `${surgery.title}\n${dateWords(date.startsAt, venue.timeZone)}, ${clockWords(date, venue.timeZone)}\n${where}`,
    venue.accessNotes === "" || kind === "left" || kind === "called-off" ? "" : `Getting in: ${venue.accessNotes}`,
    `To change what you said, or if you can’t come:\n${link}\nThis link is yours alone. Please don’t pass it on.`,
    `About this surgery: ${page}`,
    surgery.hostGroup,
  ];
  return {
    subject: `${subjects[kind]}: ${surgery.title}, ${dateWords(date.startsAt, venue.timeZone)}`,
    text: `${paragraphs.filter((part) => part !== "").join("\n\n")}\n`,
    ...(withFile.has(kind) ? { calendar: dateCalendarText(date, page) } : {}),
  };
}
