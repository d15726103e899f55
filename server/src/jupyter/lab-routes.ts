/** The lab's own API: settings, workspaces, translations, themes, prebuilt extensions. Everything is per person. */
import { AppError } from "@data-surgery/contract";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { jsonBody, mebibyte, route, type AnyRoute } from "../http/index.js";
import type { FrontEndStore } from "./front-end-store.js";
import type { LabSettings } from "./lab-settings.js";
import { packedJson } from "./packed-reply.js";
import type { PrebuiltExtension } from "./prebuilt-extensions.js";
import { staticRoute } from "./static-assets.js";

export interface LabDeps {
  readonly settings: LabSettings;
  readonly store: FrontEndStore;
  readonly prebuilt: readonly PrebuiltExtension[];
  /** lab/dist */
  readonly labFolder: string;
}

const RawSettings: z.ZodType<{ readonly raw: string }> = z.object({ raw: z.string() });

interface Workspace {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: { readonly id: string };
}

const Workspace: z.ZodType<Workspace> = z.object({
  data: z.record(z.string(), z.unknown()),
  metadata: z.looseObject({ id: z.string().max(200) }),
});

export const noTranslations = { data: {}, message: "" };
export const knownLanguages = { data: { en: { displayName: "English", nativeName: "English" } }, message: "" };

export function labRoutes(deps: LabDeps): AnyRoute[] {
  return [
    ...settingsRoutes(deps.settings),
    ...workspaceRoutes(deps.store),
    ...translationRoutes(),
    ...assetRoutes(deps),
  ];
}

function settingsRoutes(settings: LabSettings): AnyRoute[] {
  return [
    route({
      method: "GET",
      path: "/lab/api/settings",
      access: "member",
      handle: async ({ visitor, query, request }) => {
        const all = await settings.list(visitor.personId);
        return packedJson(request, {
          settings: query.get("ids_only") === "true" ? all.map(({ id }) => ({ id })) : all,
        });
      },
    }),
    route({
      method: "GET",
      path: "/lab/api/settings/*id",
      access: "member",
      handle: async ({ visitor, params }) => ({ json: await settings.get(visitor.personId, params["id"] ?? "") }),
    }),
    route({
      method: "PUT",
      path: "/lab/api/settings/*id",
      access: "member",
      body: jsonBody(RawSettings),
      handle: async ({ visitor, params, body }) => {
        await settings.put(visitor.personId, params["id"] ?? "", body.raw);
        return { status: 204 };
      },
    }),
  ];
}

/** Most workspaces one person may keep. */
const mostWorkspaces = 50;

function workspaceRoutes(store: FrontEndStore): AnyRoute[] {
  const parse = (content: string): unknown => JSON.parse(content);
  return [
    route({
      method: "GET",
      path: "/lab/api/workspaces",
      access: "member",
      handle: async ({ visitor }) => {
        const all = await store.workspaces(visitor.personId);
        return {
          json: {
            workspaces: { ids: all.map((entry) => entry.name), values: all.map((entry) => parse(entry.content)) },
          },
        };
      },
    }),
    route({
      method: "GET",
      path: "/lab/api/workspaces/*id",
      access: "member",
      handle: async ({ visitor, params }) => {
        const id = params["id"] ?? "";
        const content = await store.workspace(visitor.personId, id);
        return { json: content === undefined ? { data: {}, metadata: { id } } : parse(content) };
      },
    }),
    route({
      method: "PUT",
      path: "/lab/api/workspaces/*id",
      access: "member",
      body: jsonBody(Workspace, mebibyte),
      handle: async ({ visitor, params, body }) => {
        const id = params["id"] ?? "";
        const all = await store.workspaces(visitor.personId);
        if (all.length >= mostWorkspaces && !all.some((entry) => entry.name === id))
          throw new AppError("http.too-many", { seconds: 60 });
        await store.putWorkspace(visitor.personId, id, JSON.stringify(body), Date.now());
        return { status: 204 };
      },
    }),
    route({
      method: "DELETE",
      path: "/lab/api/workspaces/*id",
      access: "member",
      handle: async ({ visitor, params }) => {
        await store.deleteWorkspace(visitor.personId, params["id"] ?? "");
        return { status: 204 };
      },
    }),
  ];
}

function translationRoutes(): AnyRoute[] {
  return [
    route({ method: "GET", path: "/lab/api/translations", access: "member", handle: () => ({ json: knownLanguages }) }),
    route({
      method: "GET",
      path: "/lab/api/translations/:locale",
      access: "member",
      handle: () => ({ json: noTranslations }),
    }),
  ];
}

function assetRoutes({ labFolder, prebuilt }: LabDeps): AnyRoute[] {
  return [
    staticRoute({ prefix: "/static/learner", folder: join(labFolder, "learner"), immutable: true, access: "public" }),
    staticRoute({ prefix: "/static/full", folder: join(labFolder, "full"), immutable: true, access: "public" }),
    ...prebuilt
      .map(({ name, folder }) => ({ prefix: `/lab/api/themes/${name}`, folder: join(folder, "themes") }))
      .filter(({ folder }) => existsSync(folder))
      .map((themes) => staticRoute({ ...themes, immutable: false, access: "public" })),
    staticRoute({ prefix: "/lab/api/themes", folder: join(labFolder, "themes"), immutable: false, access: "public" }),
    ...prebuilt.map((extension) =>
      staticRoute({
        prefix: `/lab/extensions/${extension.name}`,
        folder: extension.folder,
        immutable: false,
        access: "member",
      }),
    ),
  ];
}
