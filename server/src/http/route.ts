/**
 * A route is data: method, path, the access it needs, the shape of its body, and what it does.
 * Nothing else in the server registers handlers, so a test can list every door of the house and compare it with a reviewed table.
 */
import type { Access, Visitor } from "@data-surgery/contract";
import type { Request, Response } from "express";
import type { WebSocket } from "ws";
import type { z } from "zod";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Where the body comes from and what shape it must have. `limit` in bytes. */
export interface BodySpec<Body> {
  readonly encoding: "json" | "form";
  readonly schema: z.ZodType<Body>;
  readonly limit: number;
}

export const mebibyte: number = 1024 * 1024;

export function jsonBody<Body>(schema: z.ZodType<Body>, limit: number = mebibyte): BodySpec<Body> {
  return { encoding: "json", schema, limit };
}

export function formBody<Body>(schema: z.ZodType<Body>, limit: number = 16 * 1024): BodySpec<Body> {
  return { encoding: "form", schema, limit };
}

/** One request on its way through a route. `wildcard` parameters arrive decoded and joined with "/". */
export interface Call<A extends Access = Access, Body = unknown> {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Body;
  readonly visitor: A extends "public" ? Visitor | undefined : Visitor;
  /** The address the request came from, for throttling only; never stored. */
  readonly remoteAddress: string;
  /** Own origin as this client reached it, such as `http://192.168.1.20:8888`. */
  readonly origin: string;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  readonly request: Request;
  readonly response: Response;
}

/** What a route answers. Nothing (undefined) means that the handler wrote to `response` itself. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly json?: unknown;
  readonly html?: string;
  /** A page that holds nobody's secrets may travel compressed: what is compressed beside a secret can give it away (BREACH). */
  readonly packed?: boolean;
  readonly text?: string;
  readonly bytes?: Uint8Array;
  /** See other: where the browser should go next (303). */
  readonly redirect?: string;
}

export interface Route<A extends Access = Access, Body = unknown> {
  readonly method: Method;
  /** Express 5 path, e.g. `/api/contents/*path`. */
  readonly path: string;
  readonly access: A;
  readonly body?: BodySpec<Body>;
  /**
   * Taken from any page and any program: for doors that a secret in the address opens and that no cookie helps, such as turning letters off
   * from a program for e-mail (RFC 8058).
   */
  readonly anyOrigin?: boolean;
  /** What a person without access gets: JSON by default, a page for navigations. */
  readonly page?: boolean;
  handle(call: Call<A, Body>): Promise<Reply | void> | Reply | void;
}

/** A route of any shape, as the list holds it. The handler is only ever called with what its own schema parsed. */
export type AnyRoute = Route;

/** Keeps body and visitor typed inside the handler while the list stays uniform. */
export function route<const A extends Access, Body = undefined>(definition: Route<A, Body>): AnyRoute {
  return definition;
}

export interface SocketCall<A extends Access = Access> {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly visitor: A extends "public" ? Visitor | undefined : Visitor;
  readonly remoteAddress: string;
}

/** A WebSocket endpoint. Origin, session and access are checked before the upgrade. */
export interface SocketRoute {
  /** path-to-regexp 8 pattern. */
  readonly path: string;
  readonly access: Exclude<Access, "public">;
  /** Sub-protocols we can speak, best first. None offered by the client means the default one. */
  readonly protocols?: readonly string[];
  /** Largest single frame in bytes. */
  readonly maxPayload: number;
  /** Refuse before the upgrade by throwing an AppError; its status is the answer. */
  authorise?(call: SocketCall<"member">): Promise<void> | void;
  open(socket: WebSocket, call: SocketCall<"member">): void;
}
