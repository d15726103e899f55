/** What can go wrong when open data is published or kept: a part of the closed table in errors.ts. */
import type { ErrorEntry } from "./errors.js";

export type PublishingErrorCode =
  | "publishing.changed-meanwhile"
  | "publishing.not-readable"
  | "publishing.too-heavy"
  | "publishing.busy"
  | "publishing.disk-full"
  | "publishing.not-noted"
  | "publishing.source-gone"
  | "publishing.no-data-file"
  | "publishing.notebook-reads-no-file"
  | "publishing.used-link"
  | "publishing.retired";

export const publishingErrors: Readonly<Record<PublishingErrorCode, ErrorEntry>> = {
  "publishing.changed-meanwhile": {
    status: 409,
    retryable: false,
    text: "This was changed in another window while you were writing. What you typed is still here: look at it, and send it again.",
  },
  "publishing.not-readable": { status: 422, retryable: false, text: "{reason}" },
  "publishing.too-heavy": {
    status: 422,
    retryable: true,
    text: "Working on this file took more time or memory than one data set may have here. Nothing was published, and what was published before is as it was. Leave out columns or rows that nobody needs, or use the command: npx surgery publish",
  },
  "publishing.busy": {
    status: 409,
    retryable: true,
    text: "Somebody else is publishing here just now, so nothing of yours went out yet. What you wrote is kept. Wait a minute, and press the button again.",
  },
  "publishing.disk-full": {
    status: 507,
    retryable: true,
    text: "There is no room left on the server’s disk, so nothing of the new version was published. What was published before is as it was, and what you wrote is kept. Tell whoever looks after the server. When there is room, press the button again.",
  },
  "publishing.not-noted": {
    status: 507,
    retryable: true,
    text: "The new version is published. There is no room left on the server’s disk to note it here, so don’t publish it again: it is noted by itself when there is room. Tell whoever looks after the server.",
  },
  "publishing.source-gone": {
    status: 404,
    retryable: false,
    text: "There is no file called {path} any more. It may have been moved or renamed. Choose the file again: what you wrote about it is kept.",
  },
  "publishing.no-data-file": {
    status: 422,
    retryable: false,
    text: "{path} is not a data file that can be published. Spreadsheets and tables can: .csv, .tsv, .xlsx, .xls, .ods.",
  },
  "publishing.notebook-reads-no-file": {
    status: 422,
    retryable: false,
    text: "The notebook {notebook} does not read {file}, so the new file has no place in it. Open the notebook and read the new file there, or make a new version straight from the file.",
  },
  "publishing.used-link": {
    status: 410,
    retryable: false,
    text: "This link has been used already, or is too old. Ask whoever gave it to you for a new one.",
  },
  "publishing.retired": {
    status: 409,
    retryable: false,
    text: "This data set is retired, so nothing more is published in it.",
  },
};
