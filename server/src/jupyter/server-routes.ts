/** Small parts of the Jupyter Server API that every front end asks for: version, status, who am I, events, export formats. */
import type { Visitor } from "@data-surgery/contract";
import { z } from "zod";
import { jsonBody, route, type AnyRoute, type SocketRoute } from "../http/index.js";
import type { Kernels } from "./kernels.js";

/** The version of the Jupyter Server API that these routes follow. */
export const jupyterServerVersion = "2.14.0";

export function identityModel(visitor: Visitor): object {
  const initials = visitor.name
    .split(/\s+/)
    .map((word) => word[0] ?? "")
    .join("")
    .slice(0, 2)
    .toUpperCase();
  return {
    identity: {
      username: visitor.personId,
      name: visitor.name,
      display_name: visitor.name,
      initials,
      avatar_url: null,
      color: visitor.color,
    },
    permissions: {},
  };
}

export function serverRoutes(kernels: Kernels, startedAt: number): AnyRoute[] {
  return [
    route({
      method: "GET",
      path: "/api",
      access: "public",
      handle: () => ({ json: { version: jupyterServerVersion } }),
    }),
    route({
      method: "GET",
      path: "/api/status",
      access: "member",
      handle: () => ({
        json: {
          started: new Date(startedAt).toISOString(),
          last_activity: new Date().toISOString(),
          connections: 0,
          kernels: kernels.list().length,
        },
      }),
    }),
    route({
      method: "GET",
      path: "/api/me",
      access: "member",
      handle: ({ visitor }) => ({ json: identityModel(visitor) }),
    }),
    route({ method: "GET", path: "/api/nbconvert", access: "member", handle: () => ({ json: {} }) }),
    route({
      method: "POST",
      path: "/api/events",
      access: "member",
      body: jsonBody(z.unknown()),
      handle: () => ({ status: 204 }),
    }),
  ];
}

/** JupyterLab keeps this open and expects nothing of it: our events go over our own streams. */
export const eventsSocket: SocketRoute = {
  path: "/api/events/subscribe",
  access: "member",
  maxPayload: 1024,
  open: (socket) => {
    socket.on("message", () => socket.close(4400, "Nothing is received here."));
    socket.on("error", () => socket.terminate());
  },
};
