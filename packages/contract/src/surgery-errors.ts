/** What can go wrong with announcing, signing up, and those who organise; part of the table in `errors.ts`. */
import type { ErrorEntry } from "./errors.js";

export type SurgeryErrorCode =
  | "surgeries.changed-meanwhile"
  | "surgeries.date-over"
  | "surgeries.cancelled"
  | "surgeries.no-date"
  | "surgeries.unknown-link"
  | "surgeries.last-organiser"
  | "surgeries.used-invitation"
  | "surgeries.too-many-listings";

export const surgeryErrors: Readonly<Record<SurgeryErrorCode, ErrorEntry>> = {
  "surgeries.changed-meanwhile": {
    status: 409,
    retryable: false,
    text: "Somebody else changed this while you were writing. What you typed is still here: look at what they changed, and send it again.",
  },
  "surgeries.date-over": {
    status: 409,
    retryable: false,
    text: "That date is over. Look at what is coming next.",
  },
  "surgeries.cancelled": {
    status: 409,
    retryable: false,
    text: "That date has been called off. Look at what is coming next.",
  },
  "surgeries.no-date": { status: 400, retryable: false, text: "Choose at least one date." },
  "surgeries.unknown-link": {
    status: 404,
    retryable: false,
    text: "We don’t know that link. It may have been cut short on its way, or what it led to was erased. The newest e-mail from us holds one that works.",
  },
  "surgeries.last-organiser": {
    status: 409,
    retryable: false,
    text: "A place needs at least one organiser, and this is the only one. Invite another first; nothing was changed.",
  },
  "surgeries.used-invitation": {
    status: 404,
    retryable: false,
    text: "That invitation has been used, or it is too old. Ask whoever sent it for a new one.",
  },
  "surgeries.too-many-listings": {
    status: 409,
    retryable: false,
    text: "Five asks and offers are the most at a time. Take one off the list first; nothing was added.",
  },
};
