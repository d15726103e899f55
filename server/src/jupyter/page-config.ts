/** What JupyterLab reads from the page before anything else (PageConfig). Everything is text but a few lists. */
import { errorTable, type Visitor } from "@data-surgery/contract";
import { jupyterServerVersion } from "./server-routes.js";
import type { PrebuiltExtension } from "./prebuilt-extensions.js";

export interface PageConfigOptions {
  readonly page: "learner" | "full";
  readonly visitor: Visitor;
  /** Document to open, in the contents tree; empty for none. */
  readonly treePath: string;
  readonly workspace: string;
  readonly prebuilt: readonly PrebuiltExtension[];
  /** Answers of our API that the page would ask for first: address → JSON. */
  readonly inlined: Readonly<Record<string, unknown>>;
  /** Settings of the page's plugins, as /lab/api/settings gives them. */
  readonly settings: readonly unknown[];
}

/** Plugins that cannot work here, or for which ours stand in. */
const disabledEverywhere: readonly string[] = [
  // Ours reads the settings that came with the page.
  "@jupyterlab/apputils-extension:settings",
  "@jupyterlab/apputils-extension:announcements",
  // Shown twice within 200 ms, as a theme that loads slowly does, it takes itself off the page twice and throws.
  "@jupyterlab/apputils-extension:splash",
  "@jupyterlab/notebook-extension:language-server",
  "@jupyterlab/fileeditor-extension:language-server",
  // The collaboration extension's own runs cells on the server.
  "@jupyterlab/notebook-extension:cell-executor",
  "@jupyter/docprovider-extension:statusBarTimeline",
  "@jupyterlab/application-extension:logo",
];

export function createPageConfig(options: PageConfigOptions): Readonly<Record<string, unknown>> {
  const federated = options.page === "full" ? options.prebuilt : [];
  return {
    appName: "Data Surgery",
    appNamespace: "data-surgery",
    appVersion: "0.1.0",
    appUrl: options.page === "full" ? "/lab" : "/learn",
    baseUrl: "/",
    wsUrl: "",
    token: "",
    fullAppUrl: options.page === "full" ? "/lab" : "/learn",
    fullStaticUrl: `/static/${options.page}`,
    staticUrl: `/static/${options.page}`,
    fullLabextensionsUrl: "/lab/extensions",
    labextensionsUrl: "/lab/extensions",
    fullSettingsUrl: "/lab/api/settings",
    settingsUrl: "/lab/api/settings",
    fullThemesUrl: "/lab/api/themes",
    themesUrl: "/lab/api/themes",
    fullTranslationsApiUrl: "/lab/api/translations",
    translationsApiUrl: "/lab/api/translations",
    fullWorkspacesApiUrl: "/lab/api/workspaces",
    workspacesApiUrl: "/lab/api/workspaces",
    fullListingsUrl: "/lab/api/listings",
    listingsUrl: "/lab/api/listings",
    fullLicensesUrl: "/lab/api/licenses",
    licensesUrl: "/lab/api/licenses",
    fullTreeUrl: options.page === "full" ? "/lab/tree" : "/learn/tree",
    treeUrl: options.page === "full" ? "/lab/tree" : "/learn/tree",
    mode: options.page === "full" ? "multiple-document" : "single-document",
    workspace: options.workspace,
    treePath: options.treePath,
    serverRoot: "",
    rootUri: "",
    terminalsAvailable: "false",
    notebookStartsKernel: "true",
    exposeAppInBrowser: "false",
    quitButton: "false",
    buildAvailable: "false",
    buildCheck: "false",
    extensionManager: "readonly",
    cacheFiles: "true",
    devMode: "false",
    collaborative: "true",
    disableRTC: "false",
    serverSideExecution: "true",
    notebookVersion: `[${jupyterServerVersion.replaceAll(".", ",")}]`,
    federated_extensions: federated.map(({ name, load, extension, mimeExtension, style }) => ({
      name,
      load,
      extension,
      mimeExtension,
      style,
    })),
    disabledExtensions: [...disabledEverywhere, ...federated.flatMap((extension) => extension.disabledExtensions)],
    deferredExtensions: [],
    surgeryPage: options.page,
    surgeryRole: options.visitor.role,
    surgeryName: options.visitor.name,
    surgeryHome: options.visitor.home,
    surgeryErrors: Object.fromEntries(Object.entries(errorTable).map(([code, entry]) => [code, entry.text])),
    surgeryInlined: options.inlined,
    surgerySettings: options.settings,
  };
}
