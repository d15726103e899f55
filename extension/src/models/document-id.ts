/** The server's id of a live document, from what the server wrote into its state. */
import type { NotebookPanel } from "@jupyterlab/notebook";
import { sharedNotebook } from "./shared-notebook.js";

/** Undefined for a notebook that is not live. */
export function documentIdOf(panel: NotebookPanel): string | undefined {
  const name: unknown = sharedNotebook(panel).getState("document_id");
  return typeof name === "string" ? /^json:notebook:([0-9a-f]{32})$/.exec(name)?.[1] : undefined;
}
