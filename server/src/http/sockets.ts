/**
 * WebSocket endpoints. Host, Origin, session, access and the route's own authorisation are checked before the upgrade,
 * so a stranger never gets as far as a frame.
 */
import { AppError, errorTable, type Visitor } from "@data-surgery/contract";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { match, type MatchFunction } from "path-to-regexp";
import { WebSocketServer } from "ws";
import { assertAccess } from "./app.js";
import { toAppError, type IncidentLog } from "./error-reply.js";
import { assertKnownHost, assertOwnOrigin, type OriginPolicy } from "./origin.js";
import type { SocketCall, SocketRoute } from "./route.js";

export interface SocketOptions {
  readonly sockets: readonly SocketRoute[];
  readonly authenticate: (cookieHeader: string | undefined) => Promise<Visitor | undefined>;
  readonly originPolicy: OriginPolicy;
  readonly log: IncidentLog;
  /** Most sockets one person may hold open at once. */
  readonly perPerson: number;
}

interface Endpoint {
  readonly definition: SocketRoute;
  readonly matches: MatchFunction<Record<string, string | string[]>>;
  readonly server: WebSocketServer;
}

/** Attaches the endpoints; the disposer closes every open socket with 1001 (going away). */
export function openSockets(server: Server, options: SocketOptions): Disposable {
  const endpoints = options.sockets.map((definition) => createEndpoint(definition));
  const held = new Map<string, number>();
  const onUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    stream.on("error", () => stream.destroy());
    upgrade(request, stream, head, endpoints, held, options).catch((thrown: unknown) => {
      refuse(stream, toAppError(thrown, options.log).error);
    });
  };
  server.on("upgrade", onUpgrade);
  return {
    [Symbol.dispose]: () => {
      server.off("upgrade", onUpgrade);
      for (const endpoint of endpoints) {
        for (const socket of endpoint.server.clients) socket.close(1001, "The server is stopping.");
        endpoint.server.close();
      }
    },
  };
}

function createEndpoint(definition: SocketRoute): Endpoint {
  return {
    definition,
    matches: match(definition.path),
    server: new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      maxPayload: definition.maxPayload,
      // The server's preference decides; a client that offers only unknown ones gets the default protocol.
      handleProtocols: (offered) => definition.protocols?.find((name) => offered.has(name)) ?? false,
    }),
  };
}

async function upgrade(
  request: IncomingMessage,
  stream: Duplex,
  head: Buffer,
  endpoints: readonly Endpoint[],
  held: Map<string, number>,
  options: SocketOptions,
): Promise<void> {
  assertKnownHost(request, options.originPolicy);
  assertOwnOrigin(request, options.originPolicy);
  const url = new URL(request.url ?? "/", "http://local");
  const found = findEndpoint(endpoints, url.pathname);
  if (found === undefined) throw new AppError("http.not-found");
  const visitor = await options.authenticate(request.headers.cookie);
  assertAccess(found.endpoint.definition.access, visitor);
  if (visitor === undefined) throw new AppError("identity.sign-in-needed");
  if ((held.get(visitor.personId) ?? 0) >= options.perPerson) throw new AppError("http.too-many", { seconds: 10 });
  const call: SocketCall<"member"> = {
    params: found.params,
    query: url.searchParams,
    visitor,
    remoteAddress: request.socket.remoteAddress ?? "unknown",
  };
  await found.endpoint.definition.authorise?.(call);
  if (stream.destroyed) return;
  found.endpoint.server.handleUpgrade(request, stream, head, (socket) => {
    held.set(visitor.personId, (held.get(visitor.personId) ?? 0) + 1);
    socket.once("close", () => release(held, visitor.personId));
    found.endpoint.definition.open(socket, call);
  });
}

function release(held: Map<string, number>, personId: string): void {
  const left = (held.get(personId) ?? 1) - 1;
  if (left > 0) held.set(personId, left);
  else held.delete(personId);
}

function findEndpoint(
  endpoints: readonly Endpoint[],
  pathname: string,
): { endpoint: Endpoint; params: Record<string, string> } | undefined {
  for (const endpoint of endpoints) {
    const matched = endpoint.matches(pathname);
    if (matched === false) continue;
    const params: Record<string, string> = {};
    for (const [key, value] of Object.entries(matched.params)) {
      params[key] = Array.isArray(value) ? value.join("/") : value;
    }
    return { endpoint, params };
  }
  return undefined;
}

function refuse(stream: Duplex, error: AppError): void {
  const { status } = errorTable[error.code];
  const body = JSON.stringify({ code: error.code, message: error.message });
  stream.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
