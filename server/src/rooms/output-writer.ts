/**
 * What a kernel says while a cell runs, written into that cell in order (SPEC RO15, RO16). Text that comes in many small pieces is
 * gathered and written once a tick; "\r" takes back the line it overwrites; beyond 1 MB a cell says so and writes no more.
 */
import type { JupyterMessage, Output } from "@data-surgery/jupyter";
import * as Y from "yjs";
import { createOutput, findCell, type YCell } from "./notebook-document.js";
import { largeOutput, type OutputShelf } from "./output-shelf.js";
import { overwriteText } from "./overwrite-text.js";

type Step =
  | { readonly type: "stream"; readonly name: string; text: string }
  | { readonly type: "output"; readonly output: Output; readonly displayId: string | undefined }
  | { readonly type: "update-display"; readonly displayId: string; readonly data: unknown; readonly metadata: unknown }
  | { readonly type: "clear" };

/** Outputs with a display id, in this notebook since the room is open: they may be updated by later cells. */
export type Displays = Map<string, { readonly cellId: string; readonly output: Y.Map<unknown> }[]>;

export interface OutputWriterOptions {
  readonly cellId: string;
  readonly displays: Displays;
  readonly shelf: OutputShelf;
  /** Runs a change in the document's next tick. */
  edit(change: (doc: Y.Doc) => void): Promise<void>;
  failed(error: unknown): void;
}

const mostBytes = 1024 * 1024;
/** Bytes outside the document count for less: a cell may have 16 MB of them. */
const shelfRoom = 16;
const cutNotice =
  "\nThis cell has written more than 1 MB. The rest is not kept: print less, or write large results to a file.\n";

export class OutputWriter {
  readonly #options: OutputWriterOptions;
  #steps: Step[] = [];
  #written: Promise<void> | undefined;
  #bytes = 0;
  #isCut = false;
  #clearFirst = false;
  /** A "\r" at the end of a piece acts on the next one. */
  #heldBack = "";

  constructor(options: OutputWriterOptions) {
    this.#options = options;
  }

  receive(message: JupyterMessage): void {
    const { content } = message;
    switch (message.header.msg_type) {
      case "stream":
        this.#addStream(asText(content["name"]) === "stderr" ? "stderr" : "stdout", asText(content["text"]));
        break;
      case "display_data":
        this.#addOutput("display_data", content, displayIdOf(content));
        break;
      case "execute_result":
        this.#addOutput("execute_result", content, displayIdOf(content));
        break;
      case "error":
        this.addError(asText(content["ename"]), asText(content["evalue"]), asLines(content["traceback"]));
        break;
      case "update_display_data":
        this.#updateDisplay(content);
        break;
      case "clear_output":
        if (content["wait"] === true) this.#clearFirst = true;
        else this.#push({ type: "clear" });
        break;
      default:
        break;
    }
  }

  addError(ename: string, evalue: string, traceback: readonly string[]): void {
    this.#add(
      { type: "output", output: { output_type: "error", ename, evalue, traceback }, displayId: undefined },
      ename.length + evalue.length + traceback.join("").length,
    );
  }

  /** Text of the cell's own, such as a question and its answer. */
  addText(text: string): void {
    this.#addStream("stdout", text);
  }

  addNotice(text: string): void {
    this.#push({ type: "stream", name: "stderr", text });
  }

  /** Resolves when everything so far is durable. */
  async flush(): Promise<void> {
    while (this.#written !== undefined) await this.#written;
  }

  /** Everything so far is durable, and streams that grew large stand outside the document. */
  async finish(): Promise<void> {
    await this.flush();
    const { cellId, shelf } = this.#options;
    try {
      const large: { readonly output: Y.Map<unknown>; readonly whole: Output }[] = [];
      await this.#options.edit((doc) => {
        for (const output of outputsOf(findCell(doc, cellId))?.toArray() ?? []) {
          if (!(output instanceof Y.Map) || output.get("output_type") !== "stream") continue;
          const text: unknown = output.get("text");
          if (text instanceof Y.Text && text.length >= largeOutput)
            large.push({ output, whole: output.toJSON() as Output });
        }
      });
      if (large.length === 0) return;
      const standIns = await Promise.all(large.map(({ whole }) => shelf.put(whole)));
      await this.#options.edit((doc) => {
        for (const [index, { output }] of large.entries()) replaceOutput(doc, cellId, output, standIns[index]!);
      });
    } catch (error) {
      // It stays in the document, where it is safe too.
      this.#options.failed(error);
    }
  }

  #addStream(name: string, text: string): void {
    const last = this.#steps.at(-1);
    if (!this.#clearFirst && !this.#isCut && last?.type === "stream" && last.name === name) {
      if (this.#charge(text.length)) last.text += text;
      return;
    }
    this.#add({ type: "stream", name, text }, text.length);
  }

  #addOutput(
    type: "display_data" | "execute_result",
    content: JupyterMessage["content"],
    id: string | undefined,
  ): void {
    const { data, metadata } = content;
    const count = type === "execute_result" ? { execution_count: content["execution_count"] ?? null } : {};
    const output: Output = { output_type: type, data: data ?? {}, metadata: metadata ?? {}, ...count };
    this.#add({ type: "output", output, displayId: id }, this.#cost(data));
  }

  #updateDisplay(content: JupyterMessage["content"]): void {
    const displayId = displayIdOf(content);
    if (displayId === undefined) return;
    const { data, metadata } = content;
    if (!this.#charge(this.#cost(data))) return;
    // A progress bar updates often: of those in one tick only the last is written.
    this.#steps = this.#steps.filter((step) => step.type !== "update-display" || step.displayId !== displayId);
    this.#push({ type: "update-display", displayId, data: data ?? {}, metadata: metadata ?? {} });
  }

  #add(step: Step, size: number): void {
    if (this.#clearFirst) {
      this.#clearFirst = false;
      this.#push({ type: "clear" });
    }
    if (this.#charge(size)) this.#push(step);
  }

  /** Outside the document there is more room than in it. */
  #cost(data: unknown): number {
    const size = JSON.stringify(data ?? {}).length;
    return size >= largeOutput ? size / shelfRoom : size;
  }

  /** False when the cell is full. */
  #charge(size: number): boolean {
    if (this.#isCut) return false;
    this.#bytes += size;
    if (this.#bytes <= mostBytes) return true;
    this.#isCut = true;
    this.addNotice(cutNotice);
    return false;
  }

  #push(step: Step): void {
    if (step.type === "clear") {
      this.#steps = this.#steps.filter((earlier) => earlier.type === "update-display");
      this.#bytes = 0;
      this.#isCut = false;
    }
    this.#steps.push(step);
    this.#written ??= this.#write();
  }

  async #write(): Promise<void> {
    try {
      if (this.#steps.some(isLarge)) await this.#putAside();
      await this.#options.edit((doc) => {
        const steps = this.#steps;
        this.#steps = [];
        for (const step of steps) this.#writeStep(doc, step);
      });
    } catch (error) {
      this.#options.failed(error);
    } finally {
      this.#written = this.#steps.length > 0 ? this.#write() : undefined;
    }
  }

  /** Large outputs go to the shelf before anybody is told of them. Those that come meanwhile wait for the next round. */
  async #putAside(): Promise<void> {
    const put = new Map<Step, Step>();
    for (const step of this.#steps.filter(isLarge)) {
      if (step.type === "output") put.set(step, { ...step, output: await this.#options.shelf.put(step.output) });
      else if (step.type === "update-display") {
        const whole: Output = { output_type: "display_data", data: step.data, metadata: step.metadata };
        put.set(step, { ...step, data: (await this.#options.shelf.put(whole))["data"] });
      }
    }
    this.#steps = this.#steps.map((step) => put.get(step) ?? step);
  }

  #writeStep(doc: Y.Doc, step: Step): void {
    if (step.type === "update-display") {
      this.#writeDisplay(doc, step);
      return;
    }
    // Deleted while it ran: its outputs have nowhere to go.
    const outputs = outputsOf(findCell(doc, this.#options.cellId));
    if (outputs === undefined) return;
    if (step.type === "clear") {
      outputs.delete(0, outputs.length);
      this.#heldBack = "";
    } else if (step.type === "stream") {
      const text = this.#heldBack + step.text;
      this.#heldBack = text.endsWith("\r") ? "\r" : "";
      appendStream(outputs, step.name, text.slice(0, text.length - this.#heldBack.length));
    } else {
      const output = createOutput(step.output);
      outputs.push([output]);
      if (step.displayId !== undefined) this.#rememberDisplay(step.displayId, output);
    }
  }

  #rememberDisplay(displayId: string, output: Y.Map<unknown>): void {
    const known = this.#options.displays.get(displayId) ?? [];
    this.#options.displays.set(displayId, [...known, { cellId: this.#options.cellId, output }]);
  }

  /** Pages watch the list of outputs, not the inside of one: an updated output takes the place of the old. */
  #writeDisplay(doc: Y.Doc, step: Extract<Step, { type: "update-display" }>): void {
    const moved = (this.#options.displays.get(step.displayId) ?? []).flatMap(({ cellId, output }) => {
      const outputs = outputsOf(findCell(doc, cellId));
      const index = outputs?.toArray().indexOf(output) ?? -1;
      // Cleared meanwhile.
      if (outputs === undefined || index === -1) return [];
      const updated = createOutput({ ...(output.toJSON() as Output), data: step.data, metadata: step.metadata });
      outputs.delete(index);
      outputs.insert(index, [updated]);
      return [{ cellId, output: updated }];
    });
    this.#options.displays.set(step.displayId, moved);
  }
}

function isLarge(step: Step): boolean {
  if (step.type === "output") return JSON.stringify(step.output).length >= largeOutput;
  return step.type === "update-display" && JSON.stringify(step.data).length >= largeOutput;
}

function replaceOutput(doc: Y.Doc, cellId: string, output: Y.Map<unknown>, wanted: Output): void {
  const outputs = outputsOf(findCell(doc, cellId));
  const index = outputs?.toArray().indexOf(output) ?? -1;
  // Cleared or deleted meanwhile.
  if (outputs === undefined || index === -1) return;
  outputs.delete(index);
  outputs.insert(index, [createOutput(wanted)]);
}

function outputsOf(cell: YCell | undefined): Y.Array<unknown> | undefined {
  const outputs = cell?.get("outputs");
  return outputs instanceof Y.Array ? outputs : undefined;
}

function appendStream(outputs: Y.Array<unknown>, name: string, text: string): void {
  const last = outputs.length === 0 ? undefined : outputs.get(outputs.length - 1);
  const target =
    last instanceof Y.Map && last.get("output_type") === "stream" && last.get("name") === name
      ? last.get("text")
      : undefined;
  if (!(target instanceof Y.Text)) {
    const { insert } = overwriteText("", text);
    outputs.push([createOutput({ output_type: "stream", name, text: insert })]);
    return;
  }
  const { remove, insert } = overwriteText(text.includes("\r") || text.includes("\b") ? target.toJSON() : "", text);
  if (remove > 0) target.delete(target.length - remove, remove);
  target.insert(target.length, insert);
}

function displayIdOf(content: JupyterMessage["content"]): string | undefined {
  const { transient } = content;
  const id: unknown =
    typeof transient === "object" && transient !== null && "display_id" in transient ? transient.display_id : undefined;
  return typeof id === "string" && id.length <= 256 ? id : undefined;
}

const asText = (value: unknown): string => (typeof value === "string" ? value : "");
const asLines = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
