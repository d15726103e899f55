/** What can go wrong with calls for help and with what helpers send: a part of the one table of errors. */
import type { ErrorEntry } from "./errors.js";

export type HelpErrorCode =
  | "help.taken"
  | "help.over"
  | "help.not-yours"
  | "help.no-such-helper"
  | "pushes.gone"
  | "pushes.nobody"
  | "pushes.taken";

export const helpErrors: Readonly<Record<HelpErrorCode, ErrorEntry>> = {
  "help.taken": {
    status: 409,
    retryable: false,
    text: "{helper} has taken this call for help already. Take the next one, or ask {helper} to hand it over to you.",
  },
  "help.over": {
    status: 409,
    retryable: false,
    text: "This call for help is over: it was answered, or the person is fine now.",
  },
  "help.not-yours": {
    status: 409,
    retryable: false,
    text: "Take this call for help first. Only the helper who has taken it can pass it on.",
  },
  "help.no-such-helper": {
    status: 400,
    retryable: false,
    text: "That helper is not in this workshop. Choose somebody from the list.",
  },
  "pushes.gone": {
    status: 404,
    retryable: false,
    text: "That is not there any more. Reload the page to see what is.",
  },
  "pushes.taken": {
    status: 409,
    retryable: false,
    text: "You have put this into your notebook already, perhaps on another page of yours. It is not put there twice.",
  },
  "pushes.nobody": {
    status: 400,
    retryable: false,
    text: "There is nobody to send it to. Choose at least one person, and send it again.",
  },
};
