/** The panel "My data file" at work: the folder, the worker, the notebook. Fetched with the first file, or in a quiet moment. */
import "../../style/data-file.css";
import { roleReaches } from "@data-surgery/contract";
import type { JupyterFrontEnd } from "@jupyterlab/application";
import { PageConfig, PathExt, URLExt } from "@jupyterlab/coreutils";
import { UUID } from "@lumino/coreutils";
import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import { openDataFileWorker } from "../models/data-file-line.js";
import { DataFileModel } from "../models/data-file-model.js";
import type { OpenTool } from "../models/data-file-questions.js";
import { DataFolder } from "../models/data-folder.js";
import { PlainError } from "../models/plain-error.js";
import type { SurgeryApi } from "../models/surgery-api.js";
import { sharedNotebook } from "../models/shared-notebook.js";
import type { PageFrame, Rooms } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { DataFileDialog } from "../widgets/data-file-dialog.js";
import { goToCell } from "./go-to-cell.js";

export interface DeskParts {
  readonly app: JupyterFrontEnd;
  readonly tracker: INotebookTracker;
  readonly announcer: Announcer;
  readonly frame: PageFrame | null;
  readonly rooms: Rooms | null;
  readonly api: SurgeryApi;
}

interface OpenPanel {
  readonly model: DataFileModel;
  readonly dialog: DataFileDialog;
}

export class DataFileDesk {
  readonly #parts: DeskParts;
  #spare: OpenTool | undefined;
  #hasWorker = false;
  /** One a folder: what was begun is there again, and what is on its way goes on. */
  readonly #panels = new Map<string, OpenPanel>();

  constructor(parts: DeskParts) {
    this.#parts = parts;
    window.addEventListener("beforeunload", (event) => {
      if ([...this.#panels.values()].some(({ model }) => model.isOnItsWay)) event.preventDefault();
    });
  }

  /** Starts the worker and lets it fetch all that it may need. */
  async prepare(): Promise<void> {
    if (this.#hasWorker) return;
    this.#hasWorker = true;
    this.#spare = openDataFileWorker();
    await this.#spare.prepare();
  }

  /** Opens the panel with the question which file; with the file that was looked at before, where there is one. */
  async choose(path: string): Promise<void> {
    const { model, dialog } = this.#open(path);
    dialog.open();
    // While the person looks for the file. What goes wrong is said when the worker has something to do.
    this.prepare().catch(() => undefined);
    await model.refreshFiles();
  }

  async take(path: string, files: readonly File[]): Promise<void> {
    const [file] = files;
    if (file === undefined) return;
    const { model, dialog } = this.#open(path);
    dialog.open();
    const taken = model.take(file);
    if (files.length > 1) model.note(`One file at a time: this is the first of the ${files.length} that you dropped.`);
    await taken;
  }

  async look(path: string, name: string): Promise<void> {
    const { model, dialog } = this.#open(path);
    dialog.open();
    await model.refreshFiles();
    const file = model.state.files?.find((one) => one.name === name);
    if (file === undefined) model.note(`“${name}” could not be found. Load the list of files again.`);
    else await model.look(file);
  }

  #open(path: string): OpenPanel {
    const known = this.#panels.get(path);
    if (known !== undefined) return known;
    const { app, tracker, frame, announcer, api } = this.#parts;
    let written: { readonly panel: NotebookPanel; readonly cell: string } | undefined;
    /** Pressed again after the network broke off, it is the same wish. */
    let wish = { of: "", form: "" };
    const folder = new DataFolder({ contents: app.serviceManager.contents, path, pause });
    const model = new DataFileModel({
      folder,
      openTool: () => this.#takeTool(),
      writeCode: (code) => (written = this.#write(tracker.currentWidget, code)),
      share: async ({ name, notebook, mended }) => {
        const of = JSON.stringify([name, notebook]);
        if (wish.of !== of) wish = { of, form: UUID.uuid4() };
        const file = folder.pathOf(name);
        const { url } = await api.shareWork({ type: "file", form: wish.form, file, notebook, mended });
        location.assign(URLExt.join(PageConfig.getBaseUrl(), url));
      },
      // A stock JupyterLab has no such page.
      ...(PageConfig.getOption("surgeryPage") === ""
        ? {}
        : {
            openPublishing: ({ name, reading, mends }) => {
              const notebook = tracker.currentWidget?.context.path ?? "";
              const isBeside = PathExt.dirname(notebook) === path;
              sendForm(URLExt.join(PageConfig.getBaseUrl(), "publish/begin"), {
                file: folder.pathOf(name),
                mends: JSON.stringify(mends),
                reading: reading === undefined ? "" : JSON.stringify(reading),
                notebook: isBeside ? notebook : "",
              });
            },
          }),
      openNotebook: async (name) => {
        const notebook = folder.pathOf(name);
        if (frame !== null)
          location.assign(URLExt.join(PageConfig.getBaseUrl(), "learn/tree", URLExt.encodeParts(notebook)));
        else {
          await app.commands.execute("docmanager:open", { path: notebook });
          dialog.close();
        }
      },
    });
    const dialog = new DataFileDialog(model);
    // The browser gives the focus back to where it was; the new cell is the better place.
    dialog.node.addEventListener("close", () => {
      if (written !== undefined) {
        goToCell(written.panel, written.cell);
        announcer.say("The code is in a new cell of your notebook, and you are in it. Run it to have the table.");
      }
      written = undefined;
    });
    const panel = { model, dialog };
    this.#panels.set(path, panel);
    return panel;
  }

  #takeTool(): OpenTool {
    const spare = this.#spare;
    this.#spare = undefined;
    this.#hasWorker = true;
    return spare === undefined || spare.isOver ? openDataFileWorker() : spare;
  }

  /** Below the cell that one is at. */
  #write(panel: NotebookPanel | null, code: string): { readonly panel: NotebookPanel; readonly cell: string } {
    if (panel === null)
      throw new PlainError("No notebook is open. Open one, or choose “Make a notebook from this file”.");
    const role = this.#parts.rooms?.of(panel)?.role;
    if (role !== undefined && !roleReaches(role, "edit"))
      throw new PlainError("You can look at this notebook but not write in it. Ask its owner to let you write.");
    const made = sharedNotebook(panel).insertCell(panel.content.activeCellIndex + 1, {
      cell_type: "code",
      source: code,
      metadata: {},
    });
    return { panel, cell: made.getId() };
  }
}

/** Leaves for a page that is given more than fits into an address. */
function sendForm(address: string, fields: Readonly<Record<string, string>>): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

/** Waits; ends sooner when the network is back, or when it is over. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      window.removeEventListener("online", over);
      signal.removeEventListener("abort", over);
      resolve();
    };
    const timer = setTimeout(over, milliseconds);
    window.addEventListener("online", over);
    signal.addEventListener("abort", over);
  });
}
