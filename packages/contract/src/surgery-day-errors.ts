/** What can go wrong on the day of a surgery: a part of the closed table in errors.ts. */
import type { ErrorEntry } from "./errors.js";

export type SurgeryDayErrorCode =
  | "surgeries.wrong-arrival-code"
  | "surgeries.not-on-list"
  | "surgeries.several-on-list"
  | "surgeries.doors-closed"
  | "surgeries.doors-too-early"
  | "surgeries.not-here"
  | "surgeries.too-late-to-add";

export const surgeryDayErrors: Readonly<Record<SurgeryDayErrorCode, ErrorEntry>> = {
  "surgeries.wrong-arrival-code": {
    status: 404,
    retryable: false,
    text: "That code isn’t open now. Check it against the board at the front.",
  },
  "surgeries.not-on-list": {
    status: 404,
    retryable: false,
    text: "We can’t find that name among those who signed up. Check it, or come in without: the second form takes half a minute.",
  },
  "surgeries.several-on-list": {
    status: 409,
    retryable: false,
    text: "More than one person of that name signed up. Give your surname or e-mail address too, or tell the organiser that you are here.",
  },
  "surgeries.doors-closed": {
    status: 409,
    retryable: false,
    text: "The doors are closed, so nothing was written. If that is a mistake, an organiser can open them again.",
  },
  "surgeries.doors-too-early": {
    status: 409,
    retryable: false,
    text: "It is too early. The doors can be opened from an hour before the start.",
  },
  "surgeries.not-here": {
    status: 409,
    retryable: false,
    text: "One of the two is not here any more, so they can’t sit together. The list shows who is.",
  },
  "surgeries.too-late-to-add": {
    status: 409,
    retryable: false,
    text: "Who was there can be put right from the start until a week after the end, and not now.",
  },
};
