/**
 * A data file of one's own: by a button, a command, or dropped onto the page. What reads and shows it comes when it is wanted, or when
 * the page has nothing to do: from then on a file can be looked at without the network.
 */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import { IFileBrowserFactory } from "@jupyterlab/filebrowser";
import { ILauncher } from "@jupyterlab/launcher";
import { INotebookTracker } from "@jupyterlab/notebook";
import { isDataFile } from "../models/data-file-name.js";
import { report } from "../models/report.js";
import type { SurgeryApi } from "../models/surgery-api.js";
import { Announce, Api, PageFrame, Rooms } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import { OfferCard } from "../widgets/offer-card.js";
import type { DataFileDesk } from "./data-file-desk.js";
import { listenForDrops } from "./data-file-drops.js";

const add = "data-surgery:add-data-file";
const look = "data-surgery:look-at-data-file";

export const dataFile: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:data-file",
  description: "Looks at a data file of one's own, mends it, and writes the code.",
  autoStart: true,
  requires: [INotebookTracker, Announce, Api],
  optional: [PageFrame, Rooms, ICommandPalette, ILauncher, IFileBrowserFactory],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    announcer: Announcer,
    api: SurgeryApi,
    frame: PageFrame | null,
    rooms: Rooms | null,
    palette: ICommandPalette | null,
    launcher: ILauncher | null,
    browsers: IFileBrowserFactory | null,
  ) => {
    const folder = (): string => {
      const notebook = tracker.currentWidget?.context.path;
      return notebook === undefined ? (browsers?.tracker.currentWidget?.model.path ?? "") : PathExt.dirname(notebook);
    };
    let desk: Promise<DataFileDesk> | undefined;
    const openDesk = (): Promise<DataFileDesk> => {
      desk ??= import("./data-file-desk.js").then(
        ({ DataFileDesk: Desk }) => new Desk({ app, tracker, announcer, frame, rooms, api }),
      );
      // Without the network it does not come; asked again it may.
      desk.catch(() => (desk = undefined));
      return desk;
    };
    const card = new OfferCard("My data file");
    const atDesk = async (work: (desk: DataFileDesk) => Promise<void>): Promise<void> => {
      let opened: DataFileDesk;
      try {
        opened = await openDesk();
      } catch (error) {
        report(error);
        card.show(partMissing, [], [{ label: "Close" }]);
        announcer.say(partMissing);
        return;
      }
      card.close();
      await work(opened);
    };
    const start = (): Promise<void> => atDesk((opened) => opened.choose(folder()));

    app.commands.addCommand(add, { label: "Add My Data File", execute: start });
    app.commands.addCommand(look, {
      label: "Look at This Data File",
      isVisible: () => chosenFile(browsers) !== undefined,
      execute: async () => {
        const path = chosenFile(browsers);
        if (path !== undefined) await atDesk((opened) => opened.look(PathExt.dirname(path), PathExt.basename(path)));
      },
    });
    palette?.addItem({ command: add, category: "Notebook Operations" });
    launcher?.add({ command: add, category: "Other" });
    app.contextMenu.addItem({ command: look, selector: '.jp-DirListing-item[data-isdir="false"]', rank: 4 });
    frame?.addToBar("Add my file", start);
    frame?.addToMenu("Add my file", start);
    listenForDrops({
      isOnlyHere: frame !== null,
      comes: () => void openDesk().catch(() => undefined),
      take: (files) => {
        atDesk((opened) => opened.take(folder(), files)).catch(report);
      },
    });
    app.restored.then(() => whenIdle(() => openDesk().then((opened) => opened.prepare()))).catch(report);
  },
};

const partMissing =
  "The part of this page that looks at data files could not be fetched. Check the Wi-Fi, wait a moment and try again.";

/** The path of the data file that is chosen in the list of files. */
function chosenFile(browsers: IFileBrowserFactory | null): string | undefined {
  const chosen = browsers?.tracker.currentWidget?.selectedItems().next();
  if (chosen === undefined || chosen.done === true) return undefined;
  const { type, name, path } = chosen.value;
  return type !== "directory" && isDataFile(name) ? path : undefined;
}

/** After what the page is opened for: first loads must not wait for what may never be wanted. */
const afterStart = 5000;

function whenIdle(work: () => Promise<void>): void {
  // Whoever pays by the megabyte gets it when they ask for it.
  const { connection } = navigator as Navigator & { readonly connection?: { readonly saveData?: boolean } };
  if (connection?.saveData === true) return;
  // It comes when it is asked for; here nobody has.
  const start = (): void => void work().catch(() => undefined);
  setTimeout(
    () => ("requestIdleCallback" in window ? requestIdleCallback(start, { timeout: 20_000 }) : start()),
    afterStart,
  );
}
