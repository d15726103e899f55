/**
 * A chart below a cell: plotly's drawing, with what it lacks around it. The picture has a name and a description, its numbers are a
 * table, it can be saved. Until plotly is there, and when it can't come, the picture that the output brings stands in its place.
 */
import type { IRenderMime, IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { MessageLoop } from "@lumino/messaging";
import { Panel, Widget } from "@lumino/widgets";
import { layoutOfPlot, readFigure, titleOf, type ReadFigure } from "../models/plotly-figure.js";
import { report } from "../models/report.js";
import { chartNumbersTable } from "./chart-numbers-table.js";
import { element, starting } from "./element.js";
import { loadPlotly, type Plotly } from "./load-plotly.js";

export const plotlyMime = "application/vnd.plotly.v1+json";

export function chartFactory(registry: IRenderMimeRegistry): IRenderMime.IRendererFactory {
  return {
    safe: true,
    mimeTypes: [plotlyMime],
    // Before the HTML of the same output.
    defaultRank: 30,
    createRenderer: () => new ChartView(registry),
  };
}

const cannotDraw = {
  "not-a-figure": "This chart can't be read.",
  "too-large": "This chart holds too much to be drawn here. Choose fewer rows, for example with .sample(5000).",
  "unknown-kind":
    "This page draws bars, lines, points, histograms, boxes, pies, heat maps and maps of areas. This chart is of another kind, or mixes a map with something else.",
} as const;

class ChartView extends Panel implements IRenderMime.IRenderer {
  readonly #registry: IRenderMimeRegistry;
  readonly #place = element("div", { class: "ds-chart-plot", role: "img" });
  #plotly: Plotly | undefined;

  constructor(registry: IRenderMimeRegistry) {
    super();
    this.#registry = registry;
    this.addClass("ds-chart");
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.#clear();
    const figure = readFigure(model.data[plotlyMime]);
    const still = await this.#still(model);
    if (this.isDisposed) return;
    if (typeof figure !== "object") return this.#note(cannotDraw[figure ?? "not-a-figure"]);
    try {
      this.#plotly = await loadPlotly(figure.bundle);
    } catch {
      return this.#note(
        "The part of the page that draws charts didn't come. Run the cell again when the connection is back.",
      );
    }
    if (this.isDisposed) return;
    this.node.append(this.#figure(figure));
    const layout = figure.words === undefined ? figure.layout : layoutOfPlot(figure.layout, figure.words);
    const config = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: "reset" };
    try {
      await this.#plotly.newPlot(this.#place, figure.data, { autosize: true, ...layout }, config);
    } catch (error) {
      // What plotly makes of a figure that somebody wrote by hand is theirs to mend; the picture of the output stays.
      this.#clear(still);
      return this.#note(`This chart can't be drawn: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (this.isDisposed) return;
    this.#disarm();
    still?.dispose();
  }

  #note(words: string): void {
    this.node.append(element("p", { class: "ds-note" }, words));
  }

  protected override onResize(message: Widget.ResizeMessage): void {
    super.onResize(message);
    if (this.#plotly !== undefined && this.isVisible && this.#place.childElementCount > 0)
      this.#plotly.Plots.resize(this.#place).catch(report);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.#plotly?.purge(this.#place);
    super.dispose();
  }

  /** Links in a figure may lead anywhere, and a program wrote them. */
  #disarm(): void {
    for (const link of this.#place.querySelectorAll("a")) {
      link.removeAttribute("href");
      link.removeAttributeNS("http://www.w3.org/1999/xlink", "href");
    }
  }

  #clear(keep?: Widget): void {
    for (const widget of Array.from(this.widgets)) if (widget !== keep) widget.dispose();
    for (const child of Array.from(this.node.children)) if (child !== keep?.node) child.remove();
  }

  /** The HTML of the same output, cleaned as any HTML of an output is. */
  async #still(model: IRenderMime.IMimeModel): Promise<Widget | undefined> {
    if (model.data["text/html"] === undefined) return undefined;
    const renderer = this.#registry.createRenderer("text/html");
    await renderer.renderModel(model);
    this.addWidget(renderer);
    MessageLoop.sendMessage(renderer, Widget.Msg.UpdateRequest);
    return renderer;
  }

  #figure(figure: ReadFigure): HTMLElement {
    const { words, layout } = figure;
    const name = words?.title ?? (titleOf(layout) || "Chart");
    this.#place.setAttribute("aria-label", words === undefined ? name : `${name}. ${words.description}`);
    if (words !== undefined) this.#place.style.minHeight = `${words.plotHeight}px`;
    const save = (format: "png" | "svg"): HTMLElement =>
      element(
        "button",
        { class: "ds-button", type: "button", onclick: starting(() => this.#save(figure, format, name)) },
        `Save as picture (${format.toUpperCase()})`,
      );
    return element(
      "figure",
      { class: "ds-chart-figure" },
      words?.lead !== undefined && element("p", { class: "ds-chart-lead" }, words.lead),
      words !== undefined && element("p", { class: "ds-chart-title" }, words.title),
      this.#place,
      words !== undefined &&
        element(
          "figcaption",
          {},
          element("p", {}, words.says),
          ...words.warnings.map((warning) => element("p", { class: "ds-chart-warning" }, `▲ Be careful: ${warning}`)),
          element("p", { class: "ds-chart-source" }, `Source: ${words.source}`),
        ),
      words !== undefined && chartNumbersTable(words.title, words.numbers),
      element("div", { class: "ds-chart-actions" }, save("png"), save("svg")),
    );
  }

  async #save({ data, layout }: ReadFigure, format: "png" | "svg", name: string): Promise<void> {
    // The whole figure: title and source travel with the picture.
    const own = layout["height"];
    const [width, height] = [800, typeof own === "number" ? Math.min(own, 2000) : 500];
    const url = await this.#plotly?.toImage({ data, layout }, { format, width, height, scale: 2 });
    if (url === undefined) return;
    const file = name.replaceAll(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60) || "chart";
    element("a", { href: url, download: `${file}.${format}` }).click();
  }
}
