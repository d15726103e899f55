/**
 * What goes into the two pages. Lists and not patterns: a new release of a package must not bring a new plugin into a
 * learner's page without somebody having looked at it.
 */

/** Packages of the full lab, for trainers and authors. Left out: debugger, extension and plugin managers, hub, lsp, terminal, vega5. */
export const fullExtensions: readonly string[] = [
  "@jupyterlab/application-extension",
  "@jupyterlab/apputils-extension",
  "@jupyterlab/audio-extension",
  "@jupyterlab/cell-toolbar-extension",
  "@jupyterlab/celltags-extension",
  "@jupyterlab/codemirror-extension",
  "@jupyterlab/completer-extension",
  "@jupyterlab/console-extension",
  "@jupyterlab/csvviewer-extension",
  "@jupyterlab/docmanager-extension",
  "@jupyterlab/documentsearch-extension",
  "@jupyterlab/filebrowser-extension",
  "@jupyterlab/fileeditor-extension",
  "@jupyterlab/help-extension",
  "@jupyterlab/htmlviewer-extension",
  "@jupyterlab/imageviewer-extension",
  "@jupyterlab/inspector-extension",
  "@jupyterlab/launcher-extension",
  "@jupyterlab/logconsole-extension",
  "@jupyterlab/mainmenu-extension",
  "@jupyterlab/markdownviewer-extension",
  "@jupyterlab/markedparser-extension",
  "@jupyterlab/mathjax-extension",
  "@jupyterlab/mermaid-extension",
  "@jupyterlab/metadataform-extension",
  "@jupyterlab/notebook-extension",
  "@jupyterlab/rendermime-extension",
  "@jupyterlab/running-extension",
  "@jupyterlab/services-extension",
  "@jupyterlab/settingeditor-extension",
  "@jupyterlab/shortcuts-extension",
  "@jupyterlab/statusbar-extension",
  "@jupyterlab/theme-dark-extension",
  "@jupyterlab/theme-dark-high-contrast-extension",
  "@jupyterlab/theme-light-extension",
  "@jupyterlab/toc-extension",
  "@jupyterlab/tooltip-extension",
  "@jupyterlab/translation-extension",
  "@jupyterlab/ui-components-extension",
  "@jupyterlab/video-extension",
  "@jupyterlab/workspaces-extension",
  "@jupyter/docprovider-extension",
  "@jupyter/collaboration-extension",
  "@data-surgery/extension",
];

/** Renderers of single MIME types: package → path inside it, where it is not the main module. */
export const fullMimeExtensions: Readonly<Record<string, string>> = {
  "@jupyterlab/javascript-extension": "",
  "@jupyterlab/json-extension": "",
  "@jupyterlab/mermaid-extension": "lib/mime.js",
  "@jupyterlab/pdf-extension": "",
};

/** Packages whose plugins (some of them) make the learner's page; which ones stands in src/learner/plugins.ts. */
export const learnerExtensions: readonly string[] = [
  "@jupyterlab/application-extension",
  "@jupyterlab/apputils-extension",
  "@jupyterlab/cell-toolbar-extension",
  "@jupyterlab/codemirror-extension",
  "@jupyterlab/completer-extension",
  "@jupyterlab/docmanager-extension",
  "@jupyterlab/markedparser-extension",
  "@jupyterlab/mathjax-extension",
  "@jupyterlab/notebook-extension",
  "@jupyterlab/rendermime-extension",
  "@jupyterlab/services-extension",
  "@jupyterlab/shortcuts-extension",
  "@jupyterlab/theme-dark-extension",
  "@jupyterlab/theme-light-extension",
  "@jupyterlab/translation-extension",
  "@jupyterlab/ui-components-extension",
  "@jupyter/docprovider-extension",
  "@jupyter/collaboration-extension",
  "@data-surgery/extension",
];

/** Shared with prebuilt extensions though core-meta does not list them: without them theirs would be a second copy. */
export const collaborationSingletons: readonly string[] = [
  "@jupyter/collaboration",
  "@jupyter/collaborative-drive",
  "@jupyter/docprovider",
];
