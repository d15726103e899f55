/** The one place where an error becomes an HTTP answer. A bug is a 500 with an incident number; its stack goes to the log only. */
import { AppError, errorTable, type ErrorReply } from "@data-surgery/contract";
import { randomBytes } from "node:crypto";
import type { Request, Response } from "express";

export interface IncidentLog {
  error(details: object, message: string): void;
}

export type ErrorPage = (reply: ErrorReply, status: number) => string;

export interface ErrorReplyOptions {
  readonly log: IncidentLog;
  readonly errorPage: ErrorPage;
}

/** Six letters and digits: short enough to read out to a trainer. */
export function createIncident(): string {
  return randomBytes(4).toString("hex").slice(0, 6);
}

/** Full disks show up as these wherever a file or the database is written. */
const diskFull = new Set(["ENOSPC", "EDQUOT", "SQLITE_FULL", "53100"]);

/** The database does not answer, or may not be written: SQLite's codes, those of a lost connection, and Postgres' classes 08, 53, 57 and 58. */
const storeGone =
  /^(SQLITE_(BUSY|LOCKED|IOERR|CANTOPEN|READONLY|PROTOCOL|NOTADB|CORRUPT)|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|(08|53|57|58)[0-9A-Z]{3}$)/;

/** Turns anything thrown into an AppError that a person may see. Bugs get an incident and go to the log. */
export function toAppError(error: unknown, log: IncidentLog): { error: AppError; incident?: string } {
  if (error instanceof AppError) return { error };
  const code = codeOf(error);
  if (diskFull.has(code)) {
    log.error({ err: error }, "disk full");
    return { error: new AppError("store.full", {}, { cause: error }) };
  }
  if (storeGone.test(code)) {
    log.error({ err: error }, "store unavailable");
    return { error: new AppError("store.unavailable", {}, { cause: error }) };
  }
  if (error instanceof URIError)
    return { error: new AppError("http.bad-request", { reason: "the address is not well formed" }) };
  const incident = createIncident();
  log.error({ err: error, incident }, "incident");
  return { error: new AppError("http.internal", { incident }, { cause: error }), incident };
}

function codeOf(error: unknown): string {
  const code: unknown = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}

export function errorReply(thrown: unknown, request: Request, response: Response, options: ErrorReplyOptions): void {
  const { error, incident } = toAppError(thrown, options.log);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, retryable } = errorTable[error.code];
  const reply: ErrorReply = {
    code: error.code,
    message: error.message,
    retryable,
    ...(incident === undefined ? {} : { incident }),
  };
  // An unread body (too large, wrong origin) would be taken for the next request on this connection.
  if (!request.complete) response.setHeader("Connection", "close");
  response.setHeader("Cache-Control", "no-store");
  response.status(status);
  if (wantsPage(request)) response.type("html").send(options.errorPage(reply, status));
  else response.json(reply);
}

function wantsPage(request: Request): boolean {
  if (request.path.startsWith("/api/") || request.path.startsWith("/lab/api/")) return false;
  return (request.headers.accept ?? "").includes("text/html");
}
