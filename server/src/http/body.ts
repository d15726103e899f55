/** Reads a request body: size first, then depth, then shape. Nothing unparsed gets past here. */
import { AppError } from "@data-surgery/contract";
import type { Request } from "express";
import type { BodySpec } from "./route.js";

/** Deeper JSON than this is refused: parsing it is cheap, but walking it later overflows the stack. */
const deepest = 200;

/** @throws AppError `http.too-large`, `http.bad-request`, `http.too-deep` */
export async function readBody<Body>(request: Request, spec: BodySpec<Body>): Promise<Body> {
  const text = await readText(request, spec.limit);
  const raw = spec.encoding === "form" ? readForm(request, text) : readJson(request, text);
  const parsed = spec.schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "the body" : `“${issue.path.join(".")}”`;
  throw new AppError("http.bad-request", { reason: `${where}: ${issue?.message ?? "it has the wrong shape"}` });
}

async function readText(request: Request, limit: number): Promise<string> {
  const tooLarge = (): AppError => new AppError("http.too-large", { limit: sizeText(limit) });
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function readForm(request: Request, text: string): Record<string, string> {
  assertType(request, "application/x-www-form-urlencoded");
  return Object.fromEntries(new URLSearchParams(text));
}

function readJson(request: Request, text: string): unknown {
  // JupyterLab sends some empty bodies (POST …/checkpoints) without a type: they mean "nothing".
  if (text === "") return undefined;
  assertType(request, "application/json");
  if (depthOf(text) > deepest) throw new AppError("http.too-deep");
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new AppError("http.bad-request", { reason: "the body is not JSON" });
  }
}

/** A JSON request from another site needs a preflight only because of its type, so the type is checked. */
function assertType(request: Request, expected: string): void {
  const [type] = (request.headers["content-type"] ?? "").split(";");
  // JupyterLab's contents drive sends JSON as text/plain on some calls of older services; the origin check stands before this one.
  const accepted = expected === "application/json" ? [expected, "text/plain"] : [expected];
  if (!accepted.includes(type?.trim().toLowerCase() ?? "")) {
    throw new AppError("http.bad-request", { reason: `the body must be ${expected}` });
  }
}

/** Nesting of brackets outside strings, in one pass. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92) at++;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 91 || code === 123) most = Math.max(most, ++depth);
    else if (code === 93 || code === 125) depth--;
  }
  return most;
}

/** 16384 → "16 kB", 10485760 → "10 MB" (binary multiples, as file managers show them). */
export function sizeText(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.round(bytes / 1024 / 1024)} MB` : `${Math.round(bytes / 1024)} kB`;
}
