/** The kernels, kernelspecs and sessions parts of the Jupyter Server REST API. Who may use a kernel: who may write its notebook. */
import { AppError, mayTouchPath, type Visitor } from "@data-surgery/contract";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { jsonBody, route, type AnyRoute } from "../http/index.js";
import { parseContentPath } from "./content-path.js";
import type { Kernel } from "./kernel.js";
import type { KernelRightsAt } from "./kernel-rights.js";
import type { Kernels } from "./kernels.js";
import type { Kernelspec } from "./kernelspecs.js";
import type { Session, Sessions } from "./sessions.js";

interface KernelRequest {
  readonly name?: string | null | undefined;
  readonly path?: string | null | undefined;
}

const KernelRequest: z.ZodType<KernelRequest | undefined> = z
  .object({ name: z.string().nullish(), path: z.string().nullish() })
  .optional();

interface SessionRequest {
  readonly path?: string | undefined;
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly kernel?:
    | { readonly id?: string | null | undefined; readonly name?: string | null | undefined }
    | null
    | undefined;
}

const SessionRequest: z.ZodType<SessionRequest> = z.object({
  path: z.string().optional(),
  name: z.string().optional(),
  type: z.string().optional(),
  kernel: z.object({ id: z.string().nullish(), name: z.string().nullish() }).nullish(),
});

export interface KernelDeps {
  readonly kernels: Kernels;
  readonly sessions: Sessions;
  readonly rightsAt: KernelRightsAt;
}

export function kernelModel(kernel: Kernel): object {
  return {
    id: kernel.id,
    name: kernel.spec.name,
    last_activity: new Date(kernel.lastActivity).toISOString(),
    execution_state: kernel.state,
    connections: kernel.listeners,
  };
}

export function sessionModel(session: Session, kernels: Kernels): object {
  return {
    id: session.id,
    path: session.path,
    name: session.name,
    type: session.type,
    kernel: kernelModel(kernels.get(session.kernelId)),
    notebook: { path: session.path, name: session.name },
  };
}

export function kernelspecsModel(kernels: Kernels): object {
  const specs = kernels.specs.list().map((spec) => [spec.name, specModel(spec)] as const);
  return { default: kernels.specs.defaultName, kernelspecs: Object.fromEntries(specs) };
}

function specModel(spec: Kernelspec): object {
  return {
    name: spec.name,
    spec: {
      argv: [],
      display_name: spec.displayName,
      language: spec.language,
      interrupt_mode: spec.interruptMode,
      env: {},
      metadata: spec.metadata,
    },
    resources: {},
  };
}

/** @throws AppError `identity.not-allowed` for somebody else's kernel */
export function usableKernel(kernels: Kernels, visitor: Visitor, id: string): Kernel {
  const kernel = kernels.get(id);
  if (!mayTouchPath(visitor, kernel.path, "write")) throw new AppError("identity.not-allowed");
  return kernel;
}

export function kernelRoutes({ kernels, sessions, rightsAt }: KernelDeps): AnyRoute[] {
  const stoppable = (visitor: Visitor, id: string): Kernel => {
    const kernel = usableKernel(kernels, visitor, id);
    assertStop(rightsAt, visitor, kernel.path);
    return kernel;
  };
  const mine = (visitor: Visitor): readonly Kernel[] =>
    kernels.list().filter((kernel) => mayTouchPath(visitor, kernel.path, "write"));
  return [
    route({
      method: "GET",
      path: "/api/kernelspecs",
      access: "member",
      handle: () => ({ json: kernelspecsModel(kernels) }),
    }),
    route({
      method: "GET",
      path: "/kernelspecs/:name/:file",
      access: "member",
      handle: ({ params }) => logo(kernels, params["name"] ?? "", params["file"] ?? ""),
    }),
    route({
      method: "GET",
      path: "/api/kernels",
      access: "member",
      handle: ({ visitor }) => ({ json: mine(visitor).map(kernelModel) }),
    }),
    route({
      method: "POST",
      path: "/api/kernels",
      access: "member",
      body: jsonBody(KernelRequest),
      handle: async ({ visitor, body }) => {
        const path = parseContentPath(body?.path ?? `people/${visitor.home}/console`);
        assertWritable(visitor, path);
        return { status: 201, json: kernelModel(await kernels.start(body?.name ?? undefined, path)) };
      },
    }),
    route({
      method: "GET",
      path: "/api/kernels/:id",
      access: "member",
      handle: ({ visitor, params }) => ({ json: kernelModel(usableKernel(kernels, visitor, params["id"] ?? "")) }),
    }),
    route({
      method: "DELETE",
      path: "/api/kernels/:id",
      access: "member",
      handle: async ({ visitor, params }) => {
        const kernel = stoppable(visitor, params["id"] ?? "");
        const session = sessions.findByKernel(kernel.id);
        await (session === undefined ? kernels.shutdown(kernel.id) : sessions.close(session.id));
        return { status: 204 };
      },
    }),
    route({
      method: "POST",
      path: "/api/kernels/:id/interrupt",
      access: "member",
      body: jsonBody(z.unknown()),
      handle: async ({ visitor, params }) => {
        await stoppable(visitor, params["id"] ?? "").interrupt();
        return { status: 204 };
      },
    }),
    route({
      method: "POST",
      path: "/api/kernels/:id/restart",
      access: "member",
      body: jsonBody(z.unknown()),
      handle: async ({ visitor, params }) => {
        const kernel = stoppable(visitor, params["id"] ?? "");
        await kernel.restart();
        return { json: kernelModel(kernel) };
      },
    }),
    ...sessionRoutes({ kernels, sessions, rightsAt }),
  ];
}

function assertWritable(visitor: Visitor, path: string): void {
  if (!mayTouchPath(visitor, path, "write")) throw new AppError("identity.not-allowed");
}

async function logo(
  kernels: Kernels,
  name: string,
  file: string,
): Promise<{ bytes: Uint8Array; headers: Record<string, string> }> {
  const folder = kernels.specs.find(name)?.folder;
  if (folder === undefined || !/^logo-(32x32|64x64|svg)\.(png|svg)$/.test(file)) throw new AppError("http.not-found");
  const type = file.endsWith(".svg") ? "image/svg+xml" : "image/png";
  return {
    bytes: await readFile(join(folder, file)),
    headers: { "Content-Type": type, "Content-Security-Policy": "sandbox" },
  };
}

/** @throws AppError `rooms.role-needed` */
function assertStop(rightsAt: KernelRightsAt, visitor: Visitor, path: string): void {
  if (!rightsAt(visitor, path).stop) throw new AppError("rooms.role-needed", { wanted: "stop what runs" });
}

function sessionRoutes({ kernels, sessions, rightsAt }: KernelDeps): AnyRoute[] {
  const usable = (visitor: Visitor, id: string): Session => {
    const session = sessions.get(id);
    assertWritable(visitor, session.path);
    return session;
  };
  return [
    route({
      method: "GET",
      path: "/api/sessions",
      access: "member",
      handle: ({ visitor }) => ({
        json: sessions
          .list()
          .filter((session) => mayTouchPath(visitor, session.path, "write"))
          .map((session) => sessionModel(session, kernels)),
      }),
    }),
    route({
      method: "POST",
      path: "/api/sessions",
      access: "member",
      body: jsonBody(SessionRequest),
      handle: async ({ visitor, body }) => {
        const path = parseContentPath(body.path ?? "");
        assertWritable(visitor, path);
        const session = await sessions.open({
          path,
          name: body.name ?? path,
          type: body.type ?? "notebook",
          kernelName: body.kernel?.name ?? undefined,
        });
        return { status: 201, json: sessionModel(session, kernels) };
      },
    }),
    route({
      method: "GET",
      path: "/api/sessions/:id",
      access: "member",
      handle: ({ visitor, params }) => ({ json: sessionModel(usable(visitor, params["id"] ?? ""), kernels) }),
    }),
    route({
      method: "PATCH",
      path: "/api/sessions/:id",
      access: "member",
      body: jsonBody(SessionRequest),
      handle: async ({ visitor, params, body }) => {
        const session = usable(visitor, params["id"] ?? "");
        assertStop(rightsAt, visitor, session.path);
        if (body.path !== undefined) {
          const to = parseContentPath(body.path);
          assertWritable(visitor, to);
          // What runs for the notebook there would be put out by this one.
          assertStop(rightsAt, visitor, to);
          sessions.follow(session.path, to);
        }
        if (body.kernel?.name !== undefined && body.kernel.name !== null)
          await sessions.changeKernel(session.id, body.kernel.name);
        return { json: sessionModel(session, kernels) };
      },
    }),
    route({
      method: "DELETE",
      path: "/api/sessions/:id",
      access: "member",
      handle: async ({ visitor, params }) => {
        const session = usable(visitor, params["id"] ?? "");
        assertStop(rightsAt, visitor, session.path);
        await sessions.close(session.id);
        return { status: 204 };
      },
    }),
  ];
}
