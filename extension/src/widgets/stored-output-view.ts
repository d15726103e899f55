/**
 * A large output, fetched when it is shown: the document has only its name (server/src/rooms/SPEC.md, RO38). What comes is rendered as any other
 * output of its kind, with the trust that the cell has.
 */
import { storedOutputMime, StoredOutput } from "@data-surgery/contract";
import { MimeModel, type IRenderMime, type IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { Panel } from "@lumino/widgets";
import { wordsFor } from "../models/plain-error.js";
import { element } from "./element.js";

export type FetchOutput = (output: StoredOutput) => Promise<Record<string, unknown>>;

export function storedOutputFactory(
  registry: IRenderMimeRegistry,
  fetchOutput: FetchOutput,
): IRenderMime.IRendererFactory {
  return {
    safe: true,
    mimeTypes: [storedOutputMime],
    // Before all other representations of the same output.
    defaultRank: -10,
    createRenderer: () => new StoredOutputView(registry, fetchOutput),
  };
}

class StoredOutputView extends Panel implements IRenderMime.IRenderer {
  readonly #registry: IRenderMimeRegistry;
  readonly #fetch: FetchOutput;
  #shown = "";

  constructor(registry: IRenderMimeRegistry, fetchOutput: FetchOutput) {
    super();
    this.#registry = registry;
    this.#fetch = fetchOutput;
    this.addClass("ds-stored-output");
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const parsed = StoredOutput.parse(model.data[storedOutputMime]);
    if (this.#shown === parsed.hash) return;
    this.#shown = parsed.hash;
    this.node.replaceChildren(element("p", { class: "ds-note" }, "Fetching a large result…"));
    const words = await wordsFor(this.#fetch(parsed).then((output) => this.#show(output, model.trusted)));
    if (words !== undefined) this.node.replaceChildren(element("p", { class: "ds-note" }, words));
  }

  async #show(output: Record<string, unknown>, trusted: boolean): Promise<void> {
    const data = dataOf(output);
    const mime = this.#registry.preferredMimeType(data, trusted ? "any" : "ensure");
    if (mime === undefined || this.isDisposed) return;
    const renderer = this.#registry.createRenderer(mime);
    const metadata = (output["metadata"] ?? {}) as IRenderMime.IMimeModel["metadata"];
    await renderer.renderModel(new MimeModel({ data, metadata, trusted }));
    this.node.replaceChildren();
    this.addWidget(renderer);
  }
}

function dataOf(output: Record<string, unknown>): IRenderMime.IMimeModel["data"] {
  const { data, text, name, traceback } = output;
  if (output["output_type"] === "stream") {
    return {
      [name === "stderr" ? stderrMime : "application/vnd.jupyter.stdout"]: typeof text === "string" ? text : "",
    };
  }
  if (output["output_type"] === "error") return { [stderrMime]: Array.isArray(traceback) ? traceback.join("\n") : "" };
  return typeof data === "object" && data !== null ? (data as IRenderMime.IMimeModel["data"]) : {};
}

const stderrMime = "application/vnd.jupyter.stderr";
