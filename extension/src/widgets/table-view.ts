/**
 * A table below a cell: put in order by its headings, walked page by page, by keyboard alone too, with where it came from. What a file
 * holds is written as text only. Without a kernel it does all of this as well: the rows stand in the output.
 */
import {
  tableMime,
  type TableCell,
  type TableDisplay,
  type TableDisplayColumn,
  type TableOrigin,
} from "@data-surgery/contract";
import type { IRenderMime, IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { MessageLoop } from "@lumino/messaging";
import { Panel, Widget } from "@lumino/widgets";
import {
  cellWriter,
  choosePageRows,
  firstState,
  lastPage,
  pageChoices,
  pageOf,
  partWords,
  pressHeading,
  readAtWords,
  readTable,
  sizeWords,
  stepWords,
  turnPage,
  whereWords,
  type CellWords,
  type TableState,
} from "../models/table-display.js";
import { element } from "./element.js";

export function tableFactory(registry: IRenderMimeRegistry): IRenderMime.IRendererFactory {
  return {
    safe: true,
    mimeTypes: [tableMime],
    // Before the HTML of the same output.
    defaultRank: 30,
    createRenderer: () => new TableView(registry),
  };
}

class TableView extends Panel implements IRenderMime.IRenderer {
  readonly #registry: IRenderMimeRegistry;

  constructor(registry: IRenderMimeRegistry) {
    super();
    this.#registry = registry;
    this.addClass("ds-table");
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    for (const widget of Array.from(this.widgets)) widget.dispose();
    const table = readTable(model.data[tableMime]);
    if (table !== undefined) return this.node.replaceChildren(tableElement(table));
    this.node.replaceChildren();
    await this.#showHtml(model);
  }

  /** Of a later version, or made by hand: the HTML of the same output, cleaned as any HTML of an output is. */
  async #showHtml(model: IRenderMime.IMimeModel): Promise<void> {
    if (model.data["text/html"] === undefined) {
      this.node.append(element("p", { class: "ds-note" }, "This table can't be read. Run the cell again."));
      return;
    }
    const renderer = this.#registry.createRenderer("text/html");
    await renderer.renderModel(model);
    if (this.isDisposed) return;
    this.addWidget(renderer);
    MessageLoop.sendMessage(renderer, Widget.Msg.UpdateRequest);
  }
}

/**
 * On whatever can have the keyboard: Enter presses a heading, arrows scroll or choose. JupyterLab would take them for the notebook, and
 * asks the element itself before those around it.
 */
const ownKeys = { "data-lm-suppress-shortcuts": "true" };

let tables = 0;

function tableElement(table: TableDisplay): HTMLElement {
  const name = `ds-table-${(tables += 1)}`;
  let state = firstState(table);
  const writers = table.columns.map(cellWriter);
  const where = element("p", { class: "ds-table-where", role: "status" });
  const body = element("tbody");
  const heads = table.columns.map((column, at) => {
    const press = element(
      "button",
      { ...ownKeys, type: "button", class: "ds-table-sort", onclick: () => change(pressHeading(state, at)) },
      element("span", { dir: "auto" }, column.name === "" ? "(no name)" : column.name),
      element("span", { class: "ds-table-arrow", "aria-hidden": "true" }),
    );
    const side = column.number === undefined ? undefined : "ds-table-number";
    // `abbr` is what is read with each cell: without the type.
    const head = element("th", { scope: "col", class: side, abbr: column.name }, press);
    head.append(element("span", { class: "ds-table-type" }, column.type));
    return head;
  });
  const turn = (words: string, by: 1 | -1): HTMLButtonElement =>
    element(
      "button",
      { ...ownKeys, type: "button", class: "ds-button", onclick: () => change(turnPage(table, state, by)) },
      words,
    );
  const [back, next] = [turn("Back", -1), turn("Next", 1)];
  const scroll = element(
    "div",
    { ...ownKeys, class: "ds-table-scroll", tabindex: 0, role: "region", "aria-labelledby": name },
    element("table", { "aria-labelledby": name }, element("thead", {}, element("tr", {}, ...heads)), body),
  );
  const draw = (): void => {
    heads.forEach((head, at) => {
      const order = state.sorted?.column === at ? state.sorted.order : undefined;
      if (order === undefined) head.removeAttribute("aria-sort");
      else head.setAttribute("aria-sort", order === "lowest first" ? "ascending" : "descending");
    });
    body.replaceChildren(...pageOf(table, state).map((row) => rowElement(row, table.columns, writers)));
    where.textContent = whereWords(table, state);
    // Not `disabled`: a button that one stands at would lose the keyboard.
    back.setAttribute("aria-disabled", String(state.page === 0));
    next.setAttribute("aria-disabled", String(state.page === lastPage(table, state)));
  };
  const change = (to: TableState): void => {
    if (to.page !== state.page) scroll.scrollTop = 0;
    state = to;
    draw();
  };
  draw();
  const choices = pageChoices(table);
  const part = partWords(table);
  const caption = [table.caption, table.total === 0 ? "" : sizeWords(table)]
    .filter((words) => words !== "")
    .join(" · ");
  return element(
    "div",
    { class: "ds-table-all" },
    element("p", { class: "ds-table-caption", id: name }, caption === "" ? "Table" : caption),
    table.columns.length > 0 && scroll,
    element(
      "div",
      { class: "ds-table-foot" },
      where,
      choices.length > 1 && pageRowsChoice(choices, state.pageRows, (rows) => change(choosePageRows(state, rows))),
      lastPage(table, state) > 0 && element("div", { class: "ds-table-turn" }, back, next),
    ),
    part !== "" && element("p", { class: "ds-table-part" }, part),
    table.origin !== undefined && originElement(table.origin),
  );
}

function rowElement(
  row: readonly TableCell[],
  columns: readonly TableDisplayColumn[],
  writers: readonly ((cell: TableCell) => CellWords)[],
): HTMLTableRowElement {
  return element(
    "tr",
    {},
    ...row.map((cell, at) => {
      const { text, kind } = writers[at]?.(cell) ?? { text: "", kind: "text" };
      const mark = kind === "missing" || kind === "empty";
      const content = mark ? element("em", { class: "ds-table-mark" }, text) : text;
      const given = {
        // A gap among numbers stands where its number would.
        class: kind !== "text" && columns[at]?.number !== undefined ? "ds-table-number" : undefined,
        dir: kind === "text" ? "auto" : undefined,
      };
      return at === 0 ? element("th", { scope: "row", ...given }, content) : element("td", given, content);
    }),
  );
}

function pageRowsChoice(choices: readonly number[], chosen: number, choose: (rows: number) => void): HTMLElement {
  const select = element(
    "select",
    { ...ownKeys, class: "ds-table-select", onchange: () => choose(Number(select.value)) },
    ...choices.map((rows) => element("option", { value: rows, selected: rows === chosen }, String(rows))),
  );
  return element("label", { class: "ds-table-rows" }, "Rows on a page ", select);
}

function originElement({ source, url, readAt, steps, leftOut }: TableOrigin): HTMLElement {
  const read = readAtWords(readAt);
  const rows = leftOut.reduce((sum, one) => sum + one.rows, 0);
  const fact = (term: string, ...words: (Node | string)[]): HTMLElement | false =>
    words.length > 0 && element("div", {}, element("dt", {}, term), element("dd", {}, ...words));
  return element(
    "details",
    { class: "ds-table-origin" },
    element("summary", ownKeys, `Where it comes from: ${source}`),
    element(
      "dl",
      {},
      // As text: a program wrote the address, and it may lead anywhere.
      url !== undefined && fact("Address", url),
      read !== "" && fact("Read", read),
      rows > 0 &&
        fact("Rows left out", leftOut.map((one) => `${one.rows.toLocaleString("en-GB")} ${one.reason}`).join(", ")),
      steps.length > 0 &&
        fact("Done since", element("ol", {}, ...steps.map((step) => element("li", {}, stepWords(step))))),
    ),
  );
}
