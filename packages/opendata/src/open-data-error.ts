/** What can go wrong in a notebook that uses this package. Recognised by code; the message is for the person. */
export type OpenDataErrorCode =
  | "file-not-found"
  | "file-not-readable"
  | "not-utf8"
  | "empty-file"
  | "uneven-rows"
  | "open-quote"
  | "unknown-encoding"
  | "too-large"
  | "file-exists"
  | "sql-not-understood"
  | "web-page"
  | "login-page"
  | "not-a-table"
  | "broken-json"
  | "broken-workbook"
  | "no-such-sheet"
  | "not-reached"
  | "no-such-address"
  | "no-such-portal"
  | "no-words"
  | "portal-answer"
  | "several-files"
  | "no-file"
  | "nothing-kept"
  | "needs-key"
  | "place-needed"
  | "not-mendable"
  | "no-such-column"
  | "name-taken"
  | "not-numbers"
  | "not-dates"
  | "no-such-time"
  | "more-than-one-figure"
  | "too-few-figures"
  | "options-not-understood"
  | "nothing-to-draw"
  | "no-such-pack"
  | "no-such-part"
  | "broken-pack"
  | "broken-recipe"
  | "broken-zip"
  | "pack-there"
  | "no-such-place"
  | "not-on-grid"
  | "broken-record"
  | "not-publishable"
  | "git-refused"
  | "portal-refused"
  | "inside-network"
  | "publishing-busy"
  | "disk-full"
  | "broken-site"
  | "set-retired"
  | "title-needed"
  | "source-needed";

/** An error whose message says what happened, what it means and what to do. A learner reads it under the cell. */
export class OpenDataError extends Error {
  readonly code: OpenDataErrorCode;

  constructor(code: OpenDataErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "OpenDataError";
    this.code = code;
  }
}
