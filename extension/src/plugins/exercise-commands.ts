/** Check, hint, solution and earlier tries by key, from inside a cell's editor too, and in the full lab's list of commands. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { INotebookTracker } from "@jupyterlab/notebook";
import { bindingOf, type ExerciseAction } from "../models/exercise-keys.js";
import { Announce } from "../tokens.js";
import type { Announcer } from "../widgets/announcer.js";
import type { ExerciseStrip } from "../widgets/exercise-strip.js";
import { exerciseStripsOf, type ExerciseStrips } from "./exercise-strips.js";

interface ExerciseCommand {
  readonly action: ExerciseAction;
  readonly label: string;
  readonly act: (strip: ExerciseStrip) => Promise<void>;
}

const commands: readonly ExerciseCommand[] = [
  { action: "check", label: "Check or Hand In This Exercise", act: (strip) => strip.check() },
  { action: "hint", label: "Next Hint for This Exercise", act: (strip) => strip.hint() },
  { action: "solution", label: "Solution of This Exercise", act: (strip) => strip.solution() },
  { action: "tries", label: "Earlier Tries at This Exercise", act: (strip) => strip.toggleTries() },
];

export const exerciseCommands: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:exercise-commands",
  description: "Check, hint and solution by keyboard.",
  autoStart: true,
  requires: [INotebookTracker, Announce],
  optional: [ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    announcer: Announcer,
    palette: ICommandPalette | null,
  ) => {
    const stripsHere = (): ExerciseStrips | undefined =>
      tracker.currentWidget === null ? undefined : exerciseStripsOf(tracker.currentWidget);
    for (const { action, label, act } of commands) {
      const command = `data-surgery:exercise-${action}`;
      app.commands.addCommand(command, {
        label,
        isEnabled: () => stripsHere() !== undefined,
        execute: async () => {
          const strip = stripsHere()?.stripAt(tracker.activeCell);
          if (strip === undefined) announcer.say("There is no exercise at this cell. Go to one first.");
          else await act(strip);
        },
      });
      app.commands.addKeyBinding({ command, keys: [bindingOf(action)], selector: ".jp-Notebook" });
      palette?.addItem({ command, category: "Lesson" });
    }
  },
};
