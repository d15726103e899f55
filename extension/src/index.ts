/** Every plugin of the extension, in no particular order: JupyterLab sorts them by what they require. */
import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { announce } from "./plugins/announce.js";
import { api } from "./plugins/api.js";
import { authorPanel } from "./plugins/author-panel.js";
import { cellNames } from "./plugins/cell-names.js";
import { charts } from "./plugins/charts.js";
import { cameOfIt } from "./plugins/came-of-it.js";
import { compareVersions } from "./plugins/compare-versions.js";
import { confidence } from "./plugins/confidence.js";
import { dataFile } from "./plugins/data-file.js";
import { exerciseCommands } from "./plugins/exercise-commands.js";
import { exerciseWriting } from "./plugins/exercise-writing.js";
import { help } from "./plugins/help.js";
import { hiddenTests } from "./plugins/hidden-tests.js";
import { history } from "./plugins/history.js";
import { keptCopies } from "./plugins/kept-copies.js";
import { keyboardTips } from "./plugins/keyboard-tips.js";
import { lesson } from "./plugins/lesson.js";
import { look } from "./plugins/look.js";
import { pageFrame } from "./plugins/page-frame.js";
import { people } from "./plugins/people.js";
import { progress } from "./plugins/progress.js";
import { pushes } from "./plugins/pushes.js";
import { rights } from "./plugins/rights.js";
import { room } from "./plugins/room.js";
import { runButtons } from "./plugins/run-buttons.js";
import { runKeys } from "./plugins/run-keys.js";
import { runNotes } from "./plugins/run-notes.js";
import { savedState } from "./plugins/saved-state.js";
import { storedOutputs } from "./plugins/stored-outputs.js";
import { suggestions } from "./plugins/suggestions.js";
import { tables } from "./plugins/tables.js";
import { takeHome } from "./plugins/take-home.js";
import { undo } from "./plugins/undo.js";
import { waiting } from "./plugins/waiting.js";

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  announce,
  api,
  authorPanel,
  cameOfIt,
  cellNames,
  charts,
  compareVersions,
  confidence,
  dataFile,
  exerciseCommands,
  exerciseWriting,
  help,
  hiddenTests,
  history,
  keptCopies,
  keyboardTips,
  lesson,
  look,
  pageFrame,
  people,
  progress,
  pushes,
  rights,
  room,
  runButtons,
  runKeys,
  runNotes,
  savedState,
  storedOutputs,
  suggestions,
  tables,
  takeHome,
  undo,
  waiting,
];

export default plugins;
