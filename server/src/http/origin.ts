/**
 * Which names this server answers to, and which pages may change things here.
 * Comparing Origin with the Host header alone would let a rebound DNS name through, so both are held against a closed list.
 */
import { AppError } from "@data-surgery/contract";
import type { IncomingMessage } from "node:http";

export interface OriginPolicy {
  /** Exact hosts, with port, in lower case: `127.0.0.1:8888`. */
  readonly hosts: ReadonlySet<string>;
  /** "http" unless a proxy in front speaks https for us. */
  readonly scheme: "http" | "https";
  originOf(request: IncomingMessage): string;
}

export function createOriginPolicy(hosts: Iterable<string>, scheme: "http" | "https" = "http"): OriginPolicy {
  return {
    hosts: new Set([...hosts].map((host) => host.toLowerCase())),
    scheme,
    originOf: (request) => `${scheme}://${request.headers.host?.toLowerCase() ?? ""}`,
  };
}

/** @throws AppError `http.unknown-host` */
export function assertKnownHost(request: IncomingMessage, policy: OriginPolicy): void {
  if (!policy.hosts.has(request.headers.host?.toLowerCase() ?? "")) throw new AppError("http.unknown-host");
}

/** Browsers send Origin with every request that can change something. Exact match or nothing. @throws AppError `http.foreign-origin` */
export function assertOwnOrigin(request: IncomingMessage, policy: OriginPolicy): void {
  if (request.headers.origin !== policy.originOf(request)) throw new AppError("http.foreign-origin");
}
