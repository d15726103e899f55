/**
 * The addresses of the two lab pages. The learner's page carries the answers that it would otherwise ask for first: on a
 * slow Wi-Fi each of those questions costs more than the bytes.
 */
import { AppError, mayTouchPath, type Visitor } from "@data-surgery/contract";
import { route, type AnyRoute, type Call, type Reply } from "../http/index.js";
import { parseContentPath } from "./content-path.js";
import type { Contents } from "./contents.js";
import { readModel } from "./contents-model.js";
import { kernelModel, kernelspecsModel, sessionModel } from "./kernel-routes.js";
import type { Kernels } from "./kernels.js";
import { readLabManifest, renderLabPage, type LabEntry } from "./lab-page.js";
import { knownLanguages, noTranslations } from "./lab-routes.js";
import type { LabSettings } from "./lab-settings.js";
import { packedReply } from "./packed-reply.js";
import { createPageConfig } from "./page-config.js";
import type { PrebuiltExtension } from "./prebuilt-extensions.js";
import { identityModel } from "./server-routes.js";
import type { Sessions } from "./sessions.js";

export interface LabPagesDeps {
  /** lab/dist */
  readonly labFolder: string;
  /** Address of a file of packages/design. */
  readonly assetUrl: (name: string) => string;
  readonly settings: LabSettings;
  readonly prebuilt: readonly PrebuiltExtension[];
  readonly contents: Contents;
  readonly kernels: Kernels;
  readonly sessions: Sessions;
  /** Somebody is about to need this notebook: its room and kernel may be made ready while the page loads. Must not throw. */
  readonly onOpening?: (visitor: Visitor, path: string) => void;
  /** Answers of other rooms of the house that a learner's page asks for first: address → JSON. */
  readonly moreAnswers?: (visitor: Visitor, path: string) => Promise<Readonly<Record<string, unknown>>>;
}

export function labPages(deps: LabPagesDeps): AnyRoute[] {
  const full = (path: string, handle: (call: Call<"trainer", undefined>) => Promise<Reply>): AnyRoute =>
    route({ method: "GET", path, access: "trainer", page: true, handle });
  return [
    route({
      method: "GET",
      path: "/learn/tree/*path",
      access: "member",
      page: true,
      handle: (call) => learnerPage(deps, call),
    }),
    full("/lab", (call) => fullPage(deps, call, "", workspace)),
    full("/lab/tree", (call) => fullPage(deps, call, "", workspace)),
    full("/lab/tree/*path", (call) => fullPage(deps, call, call.params["path"] ?? "", workspace)),
    full("/lab/workspaces/:workspace", (call) => fullPage(deps, call, "", call.params["workspace"] ?? "")),
    full("/lab/workspaces/:workspace/tree/*path", (call) =>
      fullPage(deps, call, call.params["path"] ?? "", call.params["workspace"] ?? ""),
    ),
  ];
}

/** Each person has workspaces of their own, so everybody may use the name that JupyterLab starts with. */
const workspace = "default";

async function learnerPage(deps: LabPagesDeps, call: Call<"member", undefined>): Promise<Reply> {
  const { visitor } = call;
  const path = await openablePath(deps, visitor, call.params["path"] ?? "");
  const manifest = readLabManifest(deps.labFolder, "learner");
  deps.onOpening?.(visitor, path);
  const wanted = new Set(manifest.settings);
  const settings = await deps.settings.list(visitor.personId);
  const config = createPageConfig({
    page: "learner",
    visitor,
    treePath: path,
    workspace,
    prebuilt: [],
    inlined: { ...(await firstAnswers(deps, visitor, path)), ...(await deps.moreAnswers?.(visitor, path)) },
    settings: settings.filter(({ id }) => wanted.has(id)),
  });
  return pageReply(deps, call, "learner", path, config);
}

async function fullPage(
  deps: LabPagesDeps,
  call: Call<"trainer", undefined>,
  treePath: string,
  workspace: string,
): Promise<Reply> {
  const { visitor } = call;
  const path = treePath === "" ? "" : await openablePath(deps, visitor, treePath);
  if (path !== "") deps.onOpening?.(visitor, path);
  const { prebuilt } = deps;
  const config = createPageConfig({
    page: "full",
    visitor,
    treePath: path,
    workspace,
    prebuilt,
    inlined: {},
    settings: await deps.settings.list(visitor.personId),
  });
  return pageReply(deps, call, "full", path, config);
}

/** @throws AppError `contents.bad-path`, `contents.not-found`, `identity.not-allowed` */
async function openablePath(deps: LabPagesDeps, visitor: Visitor, text: string): Promise<string> {
  const path = parseContentPath(text);
  // Whether it exists is told only to those who may read it.
  if (!mayTouchPath(visitor, path, "read")) throw new AppError("identity.not-allowed");
  if (!(await deps.contents.exists(path))) throw new AppError("contents.not-found", { path });
  return path;
}

async function firstAnswers(
  { contents, kernels, sessions }: LabPagesDeps,
  visitor: Visitor,
  path: string,
): Promise<Record<string, unknown>> {
  const isMine = (owned: { readonly path: string }): boolean => mayTouchPath(visitor, owned.path, "write");
  const address = `/api/contents/${path.split("/").map(encodeURIComponent).join("/")}?content=0`;
  return {
    "/api/me": identityModel(visitor),
    "/api/kernelspecs": kernelspecsModel(kernels),
    "/api/kernels": kernels.list().filter(isMine).map(kernelModel),
    "/api/sessions": sessions
      .list()
      .filter(isMine)
      .map((session) => sessionModel(session, kernels)),
    "/lab/api/translations": knownLanguages,
    "/lab/api/translations/default": noTranslations,
    [address]: await readModel(contents, visitor, path, { content: false, format: null, type: null }),
  };
}

function pageReply(
  deps: LabPagesDeps,
  call: Call<"member" | "trainer", undefined>,
  entry: LabEntry,
  path: string,
  config: Readonly<Record<string, unknown>>,
): Promise<Reply> {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.ipynb$/, "");
  const title = name === "" ? "Data Surgery" : `${name} – Data Surgery`;
  const manifest = readLabManifest(deps.labFolder, entry);
  const page = renderLabPage({ entry, manifest, title, iconUrl: deps.assetUrl("icon.svg"), config });
  return packedReply(call.request, "text/html; charset=utf-8", page);
}
