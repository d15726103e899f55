import { publishingErrors, type PublishingErrorCode } from "./publishing-errors.js";
import { surgeryDayErrors, type SurgeryDayErrorCode } from "./surgery-day-errors.js";
import { surgeryErrors, type SurgeryErrorCode } from "./surgery-errors.js";

/**
 * The closed table of everything that can go wrong in a way a person or a client should hear about.
 * Errors are recognised by code, never by text. `status` is the HTTP status; `closeCode` the WebSocket
 * close code where the error can end a socket (RFC 6455, 4000-4999 are ours). `text` is what a person
 * reads: what happened, what it means, what to do. `{name}` is filled from the error's details.
 */
import { helpErrors, type HelpErrorCode } from "./help-errors.js";

export interface ErrorEntry {
  readonly status: number;
  readonly closeCode?: number;
  readonly retryable: boolean;
  readonly text: string;
}

export type ErrorCode =
  | "http.bad-request"
  | "http.not-found"
  | "http.too-large"
  | "http.too-deep"
  | "http.foreign-origin"
  | "http.unknown-host"
  | "http.too-many"
  | "http.internal"
  | "identity.sign-in-needed"
  | "identity.not-allowed"
  | "identity.wrong-join-code"
  | "identity.wrong-resume-code"
  | "identity.no-name"
  | "identity.name-taken"
  | "identity.used-trainer-link"
  | "identity.too-many-tries"
  | "contents.not-found"
  | "contents.bad-path"
  | "contents.exists"
  | "contents.not-a-notebook"
  | "contents.too-large"
  | "contents.disk-full"
  | "contents.not-writable"
  | "contents.upload-broken"
  | "contents.wrong-type"
  | "contents.not-empty"
  | "contents.checkpoint-not-found"
  | "kernels.not-found"
  | "kernels.no-such-spec"
  | "kernels.none"
  | "kernels.did-not-start"
  | "kernels.died"
  | "kernels.ended"
  | "sessions.not-found"
  | "rooms.not-found"
  | "rooms.no-such-cell"
  | "rooms.session-expired"
  | "rooms.bad-frame"
  | "rooms.too-large"
  | "rooms.stalled"
  | "rooms.read-only"
  | "rooms.ask-first"
  | "rooms.role-needed"
  | "rooms.owner-only"
  | "rooms.gone"
  | "rooms.too-many"
  | "rooms.unavailable"
  | "rooms.no-question"
  | "rooms.no-such-output"
  | "history.no-such-version"
  | "lessons.not-found"
  | "lessons.exercise-not-found"
  | "lessons.damaged"
  | "lessons.name-taken"
  | "lessons.not-a-draft"
  | "lessons.has-faults"
  | "checks.busy"
  | "checks.failed-to-run"
  | "regrades.nothing"
  | "regrades.moved-on"
  | "people.not-found"
  | "people.several"
  | "people.folder-taken"
  | "checks.try-first"
  | "badges.not-reached"
  | HelpErrorCode
  | SurgeryErrorCode
  | SurgeryDayErrorCode
  | PublishingErrorCode
  | "lab.not-built"
  | "lab.bad-settings"
  | "store.unavailable"
  | "store.not-opened"
  | "store.damaged"
  | "store.newer"
  | "store.full";

export const errorTable: Readonly<Record<ErrorCode, ErrorEntry>> = {
  "http.bad-request": {
    status: 400,
    closeCode: 4400,
    retryable: false,
    text: "That request could not be read: {reason}.",
  },
  "http.not-found": {
    status: 404,
    closeCode: 4404,
    retryable: false,
    text: "There is nothing at this address. Check it, or go back to the start page.",
  },
  "http.too-large": {
    status: 413,
    closeCode: 1009,
    retryable: false,
    text: "That is too large to send: the limit is {limit}.",
  },
  "http.too-deep": { status: 400, retryable: false, text: "That file is nested too deeply to be read safely." },
  "http.foreign-origin": {
    status: 403,
    closeCode: 4403,
    retryable: false,
    text: "This request came from another site, so it was refused. Open the page from its own address and try again.",
  },
  "http.unknown-host": {
    status: 421,
    retryable: false,
    text: "This server does not go by that name. Use the address that it printed when it started.",
  },
  "http.too-many": {
    status: 429,
    retryable: true,
    text: "Too many requests in a short time. Wait {seconds} seconds and try again.",
  },
  "http.internal": {
    status: 500,
    closeCode: 1011,
    retryable: true,
    text: "Something went wrong here, and it is not your fault. Your work is safe. Tell the trainer this number: {incident}.",
  },
  "identity.sign-in-needed": {
    status: 401,
    closeCode: 4401,
    retryable: false,
    text: "You are not joined to this workshop on this device. Open the start page and type the code from the board.",
  },
  "identity.not-allowed": {
    status: 403,
    closeCode: 4403,
    retryable: false,
    text: "That belongs to somebody else. Ask the trainer if you need it.",
  },
  "identity.wrong-join-code": {
    status: 403,
    retryable: true,
    text: "That code isn't open now. Check the board at the front.",
  },
  "identity.wrong-resume-code": {
    status: 403,
    retryable: true,
    text: "We don't know that resume code. Check each letter, or ask the trainer for a new one.",
  },
  "identity.no-name": {
    status: 400,
    retryable: true,
    text: "We need something to call you, up to 40 characters long. A first name or a nickname is fine.",
  },
  "identity.name-taken": {
    status: 409,
    retryable: true,
    text: "Somebody called {name} has joined already. If that was you, use your resume code. If not, choose a name that the trainer can tell apart.",
  },
  "identity.used-trainer-link": {
    status: 403,
    retryable: false,
    text: "This trainer link has been used already, or is too old. Start the server again for a new one, or run: npx surgery trainer-link",
  },
  "identity.too-many-tries": {
    status: 429,
    retryable: true,
    text: "Too many wrong codes from this network. Wait {seconds} seconds, then check the code on the board and try again.",
  },
  "contents.not-found": { status: 404, retryable: false, text: "There is no file or folder called {path}." },
  "contents.bad-path": { status: 400, retryable: false, text: "{path} is not a place where files can be kept." },
  "contents.exists": { status: 409, retryable: false, text: "{path} is there already. Choose another name." },
  "contents.not-a-notebook": {
    status: 400,
    retryable: false,
    text: "{path} is not a notebook that can be read: {reason}. The file was left as it is.",
  },
  "contents.too-large": { status: 413, retryable: false, text: "{path} is too large: the limit is {limit}." },
  "contents.disk-full": {
    status: 507,
    retryable: true,
    text: "The disk of this server is full, so nothing new can be saved. What was saved before is safe. Tell the trainer.",
  },
  "contents.not-writable": {
    status: 503,
    retryable: true,
    text: "This server may not read or write {path}, so nothing was changed. Tell the trainer to check who owns the data folder.",
  },
  "contents.upload-broken": {
    status: 409,
    retryable: true,
    text: "A part of {path} did not arrive, so the file was not changed. Upload it again.",
  },
  "contents.wrong-type": { status: 400, retryable: false, text: "{path} is not a {expected}." },
  "contents.not-empty": {
    status: 400,
    retryable: false,
    text: "The folder {path} still has files in it. Empty it first.",
  },
  "contents.checkpoint-not-found": {
    status: 404,
    retryable: false,
    text: "There is no saved copy of {path} with that name.",
  },
  "kernels.not-found": {
    status: 404,
    closeCode: 4404,
    retryable: false,
    text: "That kernel is not running any more. Run a cell to start a new one.",
  },
  "kernels.no-such-spec": {
    status: 400,
    retryable: false,
    text: "There is no kernel called {name} on this computer. Those that are: {available}. Choose one of them from the Kernel menu.",
  },
  "kernels.none": {
    status: 503,
    retryable: false,
    text: "No kernel is installed on this computer, so cells can't run. Your text is safe. Tell the trainer to stop the server and run: npm start",
  },
  "kernels.did-not-start": {
    status: 500,
    retryable: true,
    text: "The kernel {name} did not start: {reason}. Try again; if it happens again, tell the trainer.",
  },
  "kernels.died": {
    status: 500,
    closeCode: 4500,
    retryable: true,
    text: "The kernel stopped while it was working. Your text is safe. Run the cells again from the top.",
  },
  "kernels.ended": {
    status: 500,
    closeCode: 4500,
    retryable: true,
    text: "{reason} Your text is safe, and a fresh kernel is ready: run the cells again from the top.",
  },
  "sessions.not-found": { status: 404, retryable: false, text: "That session has ended. Open the notebook again." },
  "rooms.not-found": {
    status: 404,
    closeCode: 4404,
    retryable: false,
    text: "This notebook is not there any more. It may have been renamed or deleted.",
  },
  "rooms.no-such-cell": {
    status: 404,
    retryable: false,
    text: "That cell is not in the notebook any more, so it was not run. Somebody may have deleted it.",
  },
  "rooms.session-expired": {
    status: 410,
    closeCode: 1003,
    retryable: true,
    text: "This page has an older copy of the notebook. Reload it; what you typed here is kept as a copy.",
  },
  "rooms.bad-frame": {
    status: 400,
    closeCode: 4400,
    retryable: false,
    text: "The page sent something that could not be understood, so it was not used. Reload the page.",
  },
  "rooms.too-large": {
    status: 413,
    closeCode: 1009,
    retryable: false,
    text: "That is too much for one change. Put large data in a file instead of a cell.",
  },
  "rooms.stalled": {
    status: 503,
    closeCode: 1013,
    retryable: true,
    text: "Your connection was too slow to keep up. Keep typing: it will join again by itself.",
  },
  "rooms.read-only": {
    status: 403,
    closeCode: 4403,
    retryable: false,
    text: "You may look at this notebook but not change it.",
  },
  "rooms.ask-first": {
    status: 403,
    closeCode: 4403,
    retryable: true,
    text: "This notebook is somebody else's, and they have not let you in yet. Open it to ask them.",
  },
  "rooms.role-needed": {
    status: 403,
    closeCode: 4403,
    retryable: true,
    text: "In this notebook you may not {wanted} at the moment. Ask the person whose notebook it is.",
  },
  "rooms.owner-only": {
    status: 403,
    retryable: false,
    text: "Only the person whose notebook this is can change that.",
  },
  "rooms.gone": {
    status: 404,
    retryable: false,
    text: "That is not there any more. Somebody may have removed it, or decided it already.",
  },
  "rooms.too-many": {
    status: 429,
    retryable: true,
    text: "There are {count} {what} already. Wait until some of them are dealt with, then try again.",
  },
  "rooms.unavailable": {
    status: 503,
    closeCode: 4503,
    retryable: true,
    text: "This notebook cannot be saved at the moment, so changes are not taken. Your page keeps them. Tell the trainer.",
  },
  "rooms.no-question": {
    status: 409,
    retryable: false,
    text: "That cell is not waiting for an answer any more. Run it again to be asked again.",
  },
  "rooms.no-such-output": {
    status: 404,
    retryable: false,
    text: "This result is not kept here any more. Run the cell again.",
  },
  "history.no-such-version": {
    status: 404,
    retryable: false,
    text: "That version is not kept any more. Open the history again to see those that are.",
  },
  "lessons.not-found": { status: 404, retryable: false, text: "There is no lesson called {lesson}." },
  "lessons.exercise-not-found": {
    status: 404,
    retryable: false,
    text: "This lesson has no exercise called {exercise}.",
  },
  "lessons.damaged": { status: 422, retryable: false, text: "The lesson {lesson} cannot be used: {reason}" },
  "lessons.name-taken": {
    status: 409,
    retryable: false,
    text: "There is a lesson called {lesson} already. Choose another short name.",
  },
  "lessons.not-a-draft": {
    status: 400,
    retryable: false,
    text: "{path} is not a lesson that is being written. Open the notebook, and use “Start a lesson from this notebook”.",
  },
  "lessons.has-faults": {
    status: 422,
    retryable: false,
    text: "The lesson has mistakes that keep it from being shown. Press “Check this lesson” to see each of them.",
  },
  "checks.busy": {
    status: 503,
    retryable: true,
    text: "Many checks are running. Yours was not lost: try again in {seconds} seconds.",
  },
  "checks.failed-to-run": {
    status: 500,
    retryable: true,
    text: "The check could not run, and it is not your fault. Your work is saved. Try again, or tell the trainer this number: {incident}.",
  },
  "regrades.nothing": {
    status: 409,
    retryable: false,
    text: "Every kept attempt at {lesson} was judged by the lesson as it is now, so there is nothing to look at again.",
  },
  "people.not-found": {
    status: 404,
    retryable: false,
    text: "Nothing is kept here about anybody called “{who}”. Who is here: npx surgery person list",
  },
  "people.several": {
    status: 409,
    retryable: false,
    text: "More than one person is called “{who}”: {people}. Say which by the id: npx surgery person list",
  },
  "people.folder-taken": {
    status: 409,
    retryable: false,
    text: "There is something in {folder} already, and nothing was written. Name another folder with --out.",
  },
  "regrades.moved-on": {
    status: 409,
    retryable: false,
    text: "Somebody else has gone on with this meanwhile, or it is still being written. Nothing was changed by you: open the page again to see how it stands.",
  },
  "checks.try-first": {
    status: 409,
    retryable: false,
    text: "Try once first; then the solution is here. A wrong try is fine: write what you think, and press Check.",
  },
  "badges.not-reached": {
    status: 403,
    retryable: false,
    text: "The badge “{level}” is for those who have reached that level. “My progress” shows what is still to come.",
  },
  ...helpErrors,
  ...surgeryErrors,
  ...surgeryDayErrors,
  ...publishingErrors,
  "lab.not-built": {
    status: 503,
    retryable: false,
    text: "The notebook pages have not been built yet. Stop the server and run: npm start",
  },
  "lab.bad-settings": { status: 400, retryable: false, text: "Those settings cannot be used: {reason}" },
  "store.unavailable": {
    status: 503,
    closeCode: 4503,
    retryable: true,
    text: "The records of this workshop cannot be reached at the moment. Try again in a minute.",
  },
  "store.not-opened": {
    status: 503,
    retryable: true,
    text: "The records of this workshop in {place} can't be opened: {reason}. Nothing was changed. {advice}",
  },
  "store.damaged": {
    status: 503,
    retryable: false,
    text: "{place} can't be read as the records of a workshop. It was left as it is. Put a copy from your backup in its place, or name another folder: npm start -- --data FOLDER",
  },
  "store.newer": {
    status: 503,
    retryable: false,
    text: "{place} was made by a newer version of Data Surgery than this one. Nothing was changed. Start that version, or use another place: npm start -- --data FOLDER (with Postgres: another database in DATABASE_URL)",
  },
  "store.full": {
    status: 507,
    closeCode: 4503,
    retryable: true,
    text: "The disk of this server is full, so nothing new can be saved. What was saved before is safe. Tell the trainer.",
  },
};

export type ErrorDetails = Readonly<Record<string, string | number>>;

/** An error that a person may see. Thrown by services; turned into a reply at the HTTP or socket edge only. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(errorText(code, details), options);
    this.name = "AppError";
    this.code = code;
    this.details = details;
  }
}

/** The sentence for a person, with the details filled in. */
export function errorText(code: ErrorCode, details: ErrorDetails = {}): string {
  return errorTable[code].text.replace(/\{(\w+)\}/g, (whole, key: string) => String(details[key] ?? whole));
}

/** What an HTTP client gets as JSON. `message` is also what JupyterLab shows. */
export interface ErrorReply {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly incident?: string;
}
