/**
 * Mounts routes on Express and sockets on the HTTP server. The order of the doors is fixed here and nowhere else:
 * known host → own origin (for anything that changes something, and for sockets) → who is it → may they → is the body
 * well formed → the handler. Errors leave as one JSON shape, or as a page for navigations.
 */
import { AppError, roleAllows, type Visitor } from "@data-surgery/contract";
import { gzipSync } from "node:zlib";
import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { readBody } from "./body.js";
import { errorReply, type ErrorPage, type IncidentLog } from "./error-reply.js";
import { assertKnownHost, assertOwnOrigin, type OriginPolicy } from "./origin.js";
import type { AnyRoute, Call, Reply, Route } from "./route.js";
import { securityHeaders } from "./security-headers.js";

export interface AppOptions {
  readonly routes: readonly AnyRoute[];
  readonly authenticate: (cookieHeader: string | undefined) => Promise<Visitor | undefined>;
  readonly originPolicy: OriginPolicy;
  readonly log: IncidentLog;
  /** How an error looks when a person navigates to it. */
  readonly errorPage: ErrorPage;
}

/** Throws `identity.sign-in-needed` or `identity.not-allowed` unless the visitor may pass. */
export function assertAccess(access: Route["access"], visitor: Visitor | undefined): void {
  if (access === "public") return;
  if (visitor === undefined) throw new AppError("identity.sign-in-needed");
  if (!roleAllows(visitor.role, access)) throw new AppError("identity.not-allowed");
}

export function createApp(options: AppOptions): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", "simple");
  app.use(securityHeaders);
  app.use((request, _response, next) => {
    assertKnownHost(request, options.originPolicy);
    next();
  });
  for (const definition of options.routes) if (definition.anyOrigin === true) mount(app, definition, options);
  app.use((request, _response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") assertOwnOrigin(request, options.originPolicy);
    next();
  });
  for (const definition of options.routes) if (definition.anyOrigin !== true) mount(app, definition, options);
  app.use(() => {
    throw new AppError("http.not-found");
  });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    errorReply(error, request, response, options);
  });
  return app;
}

function mount(app: Express, definition: Route, options: AppOptions): void {
  const verb = definition.method.toLowerCase() as "get" | "post" | "put" | "patch" | "delete";
  app[verb](definition.path, async (request: Request, response: Response) => {
    const visitor = await options.authenticate(request.headers.cookie);
    assertAccess(definition.access, visitor);
    const body = definition.body === undefined ? undefined : await readBody(request, definition.body);
    const reply = await definition.handle(createCall(request, response, visitor, body, options.originPolicy));
    if (reply !== undefined) send(response, reply);
  });
}

function createCall(
  request: Request,
  response: Response,
  visitor: Visitor | undefined,
  body: unknown,
  policy: OriginPolicy,
): Call {
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const params: Record<string, string> = {};
  for (const [key, value] of Object.entries(request.params)) {
    params[key] = Array.isArray(value) ? value.join("/") : value;
  }
  return {
    params,
    query: new URL(request.originalUrl, "http://local").searchParams,
    body,
    // assertAccess has made sure of it for every access but `public`, whose handlers see it as possibly absent.
    visitor: visitor!,
    remoteAddress: request.socket.remoteAddress ?? "unknown",
    origin: policy.originOf(request),
    signal: gone.signal,
    request,
    response,
  };
}

function send(response: Response, reply: Reply): void {
  for (const [name, value] of Object.entries(reply.headers ?? {})) {
    response.setHeader(name, typeof value === "string" ? value : [...value]);
  }
  if (!response.hasHeader("Cache-Control")) response.setHeader("Cache-Control", "no-store");
  if (reply.redirect !== undefined) {
    response.redirect(303, reply.redirect);
    return;
  }
  response.status(reply.status ?? (hasContent(reply) ? 200 : 204));
  if (reply.html !== undefined) sendPage(response, reply.html, reply.packed === true);
  else if (reply.text !== undefined) {
    if (!response.hasHeader("Content-Type")) response.type("text/plain");
    response.send(reply.text);
  } else if (reply.bytes !== undefined) response.send(Buffer.from(reply.bytes));
  else if (reply.json !== undefined) response.json(reply.json);
  else response.end();
}

function sendPage(response: Response, page: string, mayPack: boolean): void {
  response.type("html");
  if (mayPack) response.vary("Accept-Encoding");
  if (!mayPack || response.req.acceptsEncodings("gzip") !== "gzip") response.send(page);
  else response.setHeader("Content-Encoding", "gzip").send(gzipSync(page));
}

function hasContent(reply: Reply): boolean {
  return (reply.html ?? reply.text ?? reply.bytes ?? reply.json) !== undefined;
}
