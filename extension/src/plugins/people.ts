/** Who else has this notebook open, by name. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import type { YNotebook } from "@jupyter/ydoc";
import { PageFrame } from "../tokens.js";
import type { PersonHere } from "../widgets/top-bar.js";

export const people: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:people",
  description: "Shows who has this notebook open.",
  autoStart: true,
  requires: [INotebookTracker],
  optional: [PageFrame],
  activate: (_app: JupyterFrontEnd, tracker: INotebookTracker, frame: PageFrame | null) => {
    if (frame === null) return;
    tracker.widgetAdded.connect((_tracker, panel) => {
      void panel.context.ready.then(() => watch(panel, frame));
    });
  },
};

function watch(panel: NotebookPanel, frame: PageFrame): void {
  const { awareness } = panel.context.model.sharedModel as unknown as YNotebook;
  const show = (): void => frame.setPeople(othersIn(awareness.getStates(), awareness.clientID));
  awareness.on("change", show);
  panel.disposed.connect(() => awareness.off("change", show));
  show();
}

/** One mark a person, however many pages they have open; oneself left out. */
export function othersIn(states: ReadonlyMap<number, Readonly<Record<string, unknown>>>, ownClient: number): PersonHere[] {
  const self = readUser(states.get(ownClient));
  const found = new Map<string, PersonHere>();
  for (const [client, state] of states) {
    const user = readUser(state);
    if (client !== ownClient && user !== undefined && user.key !== self?.key) found.set(user.key, user);
  }
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

function readUser(state: Readonly<Record<string, unknown>> | undefined): PersonHere | undefined {
  const user = state?.["user"];
  if (typeof user !== "object" || user === null) return undefined;
  const { username, display_name: name, initials, color } = user as Record<string, unknown>;
  if (typeof username !== "string" || typeof name !== "string") return undefined;
  const safeColor = typeof color === "string" && /^#[0-9a-f]{6}$/i.test(color) ? color : "#4a5a64";
  return { key: username, name, initials: typeof initials === "string" ? initials.slice(0, 3) : "", color: safeColor };
}
