/** The Contents API (Jupyter Server REST API): /api/contents and its checkpoints. */
import {
  AppError,
  guestPlaceAt,
  mayTouchPath,
  roleReaches,
  standingAt,
  type RoomRole,
  type Visitor,
} from "@data-surgery/contract";
import { NotebookError, parseNotebook, renderNotebook } from "@data-surgery/jupyter";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { jsonBody, mebibyte, route, type AnyRoute, type Call } from "../http/index.js";
import type { Checkpoints } from "./checkpoints.js";
import type { Contents } from "./contents.js";
import { readModel, type ContentsModel } from "./contents-model.js";
import { parentPath, parseContentPath } from "./content-path.js";
import { downloadRoutes } from "./download-routes.js";
import type { Uploads } from "./uploads.js";

interface SaveRequest {
  readonly type?: "notebook" | "file" | "directory" | undefined;
  readonly format?: string | null | undefined;
  readonly content?: unknown;
  readonly chunk?: number | null | undefined;
}

const SaveRequest: z.ZodType<SaveRequest> = z.object({
  type: z.enum(["notebook", "file", "directory"]).optional(),
  format: z.string().nullish(),
  content: z.unknown().optional(),
  /** A part of a large file: 1, 2, … and -1 for the last. */
  chunk: z.number().int().min(-1).nullish(),
});

interface CreateRequest {
  readonly type?: "notebook" | "file" | "directory" | undefined;
  readonly ext?: string | undefined;
  readonly copy_from?: string | undefined;
}

const CreateRequest: z.ZodType<CreateRequest | undefined> = z
  .object({
    type: z.enum(["notebook", "file", "directory"]).optional(),
    ext: z
      .string()
      .max(20)
      .regex(/^\.?[A-Za-z0-9]+$/)
      .optional(),
    copy_from: z.string().optional(),
  })
  .optional();

const RenameRequest: z.ZodType<{ readonly path: string }> = z.object({ path: z.string() });
const Nothing: z.ZodType = z.unknown();

const saveLimit = 64 * mebibyte;

export interface ContentsDeps {
  readonly contents: Contents;
  readonly checkpoints: Checkpoints;
  readonly uploads: Uploads;
  /** What somebody may do with a live document, as its owner decides it; asked beside the path policy. */
  readonly roleAt: (visitor: Visitor, path: string) => Promise<RoomRole | undefined>;
}

/** Files reach live documents, so that a way past a document's rules must not lead through its file. @throws AppError */
async function assertRole(
  { roleAt }: ContentsDeps,
  visitor: Visitor,
  path: string,
  wanted: "observe" | "edit",
): Promise<void> {
  const role = await roleAt(visitor, path);
  if (role === undefined) throw new AppError("rooms.ask-first");
  if (!roleReaches(role, wanted)) throw new AppError("rooms.role-needed", { wanted: "change it" });
}

export function contentsRoutes(deps: ContentsDeps): AnyRoute[] {
  // The longer paths first: `*path` would swallow `/checkpoints`.
  return [...checkpointRoutes(deps), ...fileRoutes(deps), ...downloadRoutes(deps)];
}

/** The path of a call, checked: well formed, and this visitor's to touch. */
function allowedPath(call: Call<"member">, intent: "read" | "write", text: string = call.params["path"] ?? ""): string {
  const path = parseContentPath(text);
  assertTouch(call.visitor, path, intent);
  return path;
}

/** The folders that the house itself stands on (`people`, a person's own, `shared`) can be filled but not moved or deleted. */
function movablePath(call: Call<"member">): string {
  const path = allowedPath(call, "write");
  const segments = path.split("/");
  const fixed = segments[0] === "people" ? 2 : segments[0] === "shared" ? 1 : 0;
  // A guest works with what is there; moving and deleting is its owner's.
  const isGuest = standingAt(call.visitor, path) === "helper" && guestPlaceAt(call.visitor, path) !== undefined;
  if (path === "" || segments.length <= fixed || isGuest) throw new AppError("identity.not-allowed");
  return path;
}

function assertTouch(visitor: Visitor, path: string, intent: "read" | "write"): void {
  if (!mayTouchPath(visitor, path, intent)) throw new AppError("identity.not-allowed");
}

function fileRoutes(deps: ContentsDeps): AnyRoute[] {
  const { contents, checkpoints, uploads } = deps;
  const read = async (call: Call<"member">): Promise<ContentsModel> => {
    const path = allowedPath(call, "read");
    const content = call.query.get("content") !== "0";
    if (content) await assertRole(deps, call.visitor, path, "observe");
    const [format, type] = [call.query.get("format"), call.query.get("type")];
    return readModel(contents, call.visitor, path, { content, format, type });
  };
  const described = async (visitor: Visitor, path: string): Promise<ContentsModel> =>
    readModel(contents, visitor, path, { content: false, format: null, type: null });
  const create = async (call: Call<"member", CreateRequest | undefined>): Promise<ContentsModel> => {
    const folder = allowedPath(call, "write");
    if (guestPlaceAt(call.visitor, folder) !== undefined) await assertRole(deps, call.visitor, folder, "edit");
    const from = call.body?.copy_from;
    if (from !== undefined) await assertRole(deps, call.visitor, parseContentPath(from), "observe");
    return described(call.visitor, await createIn(contents, call.visitor, folder, call.body ?? {}));
  };
  return [
    route({
      method: "GET",
      path: "/api/contents",
      access: "member",
      handle: async (call) => ({ json: await read(call) }),
    }),
    route({
      method: "GET",
      path: "/api/contents/*path",
      access: "member",
      handle: async (call) => ({ json: await read(call) }),
    }),
    route({
      method: "POST",
      path: "/api/contents",
      access: "member",
      body: jsonBody(CreateRequest),
      handle: async (call) => ({ status: 201, json: await create(call) }),
    }),
    route({
      method: "POST",
      path: "/api/contents/*path",
      access: "member",
      body: jsonBody(CreateRequest),
      handle: async (call) => ({ status: 201, json: await create(call) }),
    }),
    route({
      method: "PUT",
      path: "/api/contents/*path",
      access: "member",
      body: jsonBody(SaveRequest, saveLimit),
      handle: async (call) => {
        const path = allowedPath(call, "write");
        const isNew = !(await contents.exists(path));
        const isGuest = guestPlaceAt(call.visitor, path) !== undefined;
        if (!isNew || isGuest) await assertRole(deps, call.visitor, path, "edit");
        const whole = await wholeOf(uploads, call.visitor, path, call.body);
        if (whole === undefined) return { json: partModel(path) };
        await save(contents, path, whole);
        const saved =
          call.body.type === "directory"
            ? {}
            : { hash: (await contents.readFile(path)).hash, hash_algorithm: "sha256" };
        return { status: isNew ? 201 : 200, json: { ...(await described(call.visitor, path)), ...saved } };
      },
    }),
    route({
      method: "PATCH",
      path: "/api/contents/*path",
      access: "member",
      body: jsonBody(RenameRequest),
      handle: async (call) => {
        const path = movablePath(call);
        await assertRole(deps, call.visitor, path, "edit");
        const to = allowedPath(call, "write", call.body.path);
        await contents.rename(path, to);
        await checkpoints.follow(path, to);
        return { json: await described(call.visitor, to) };
      },
    }),
    route({
      method: "DELETE",
      path: "/api/contents/*path",
      access: "member",
      handle: async (call) => {
        const path = movablePath(call);
        await assertRole(deps, call.visitor, path, "edit");
        await contents.remove(path);
        await checkpoints.forget(path);
        return { status: 204 };
      },
    }),
  ];
}

async function save(contents: Contents, path: string, request: SaveRequest): Promise<void> {
  if (request.type === "directory") {
    await contents.createFolder(path);
    return;
  }
  if (request.type === "notebook") {
    try {
      await contents.writeNotebook(path, parseNotebook(request.content, randomUUID));
    } catch (error) {
      if (error instanceof NotebookError)
        throw new AppError("contents.not-a-notebook", { path, reason: error.message }, { cause: error });
      throw error;
    }
    return;
  }
  await contents.writeFile(path, request.content instanceof Uint8Array ? request.content : bytesOf(request));
}

/** The request as if it had come in one piece; undefined while parts are missing. */
async function wholeOf(
  uploads: Uploads,
  visitor: Visitor,
  path: string,
  request: SaveRequest,
): Promise<SaveRequest | undefined> {
  const { chunk } = request;
  if (chunk === undefined || chunk === null || request.type === "directory") return request;
  const { personId } = visitor;
  const content = await uploads.add({ personId, path, chunk, bytes: Buffer.from(bytesOf(request)) });
  return content === undefined ? undefined : { type: "file", content };
}

/** What a page is told of a file of which only a part has come. */
function partModel(path: string): ContentsModel {
  const now = new Date().toISOString();
  const none = { size: null, format: null, mimetype: null, content: null } as const;
  const name = path.slice(parentPath(path).length).replace(/^\//, "");
  return { name, path, type: "file", created: now, last_modified: now, writable: true, ...none };
}

function bytesOf({ content, format }: SaveRequest): Uint8Array | string {
  if (typeof content !== "string") throw new AppError("http.bad-request", { reason: "“content” must be text" });
  if (format !== "base64") return content;
  // Buffer leaves out what is not base64 without a word.
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(content))
    throw new AppError("http.bad-request", { reason: "“content” must be base64" });
  return Buffer.from(content, "base64");
}

const emptyNotebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] };

async function createIn(contents: Contents, visitor: Visitor, folder: string, request: CreateRequest): Promise<string> {
  const inside = (name: string): string => (folder === "" ? name : `${folder}/${name}`);
  if (request.copy_from !== undefined) {
    const from = parseContentPath(request.copy_from);
    assertTouch(visitor, from, "read");
    const [stem, extension] = splitName(from.slice(parentPath(from).length).replace(/^\//, ""));
    return underFreeName(inside, `${stem}-copy`, extension, (to) => contents.copy(from, to));
  }
  const type = request.type ?? "file";
  if (type === "directory") {
    return underFreeName(inside, "Untitled Folder", "", async (path) => {
      if (await contents.exists(path)) throw new AppError("contents.exists", { path });
      await contents.createFolder(path);
    });
  }
  const extension = type === "notebook" ? ".ipynb" : normaliseExtension(request.ext);
  const text = type === "notebook" ? renderNotebook(parseNotebook(emptyNotebook, randomUUID)) : "";
  return underFreeName(inside, type === "notebook" ? "Untitled" : "untitled", extension, async (path) => {
    await contents.createFile(path, text);
  });
}

const normaliseExtension = (text: string | undefined): string =>
  text === undefined ? ".txt" : text.startsWith(".") ? text : `.${text}`;

function splitName(name: string): [string, string] {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
}

/** Tries one name after the other until one is free: two pages that ask at the same moment get two files. */
async function underFreeName(
  inside: (name: string) => string,
  stem: string,
  extension: string,
  create: (path: string) => Promise<void>,
): Promise<string> {
  for (let number = 0; ; number++) {
    const path = inside(`${stem}${number === 0 ? "" : number}${extension}`);
    try {
      await create(path);
      return path;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "contents.exists") throw error;
    }
  }
}

function checkpointRoutes(deps: ContentsDeps): AnyRoute[] {
  const { checkpoints } = deps;
  return [
    route({
      method: "GET",
      path: "/api/contents/*path/checkpoints",
      access: "member",
      handle: async (call) => ({ json: await checkpoints.list(allowedPath(call, "read")) }),
    }),
    route({
      method: "POST",
      path: "/api/contents/*path/checkpoints",
      access: "member",
      body: jsonBody(Nothing),
      handle: async (call) => ({ status: 201, json: await checkpoints.create(allowedPath(call, "write")) }),
    }),
    route({
      method: "POST",
      path: "/api/contents/*path/checkpoints/:id",
      access: "member",
      body: jsonBody(Nothing),
      handle: async (call) => {
        const path = allowedPath(call, "write");
        await assertRole(deps, call.visitor, path, "edit");
        await checkpoints.restore(path, call.params["id"] ?? "");
        return { status: 204 };
      },
    }),
    route({
      method: "DELETE",
      path: "/api/contents/*path/checkpoints/:id",
      access: "member",
      handle: async (call) => {
        await checkpoints.remove(allowedPath(call, "write"), call.params["id"] ?? "");
        return { status: 204 };
      },
    }),
  ];
}
