// The learner's page: a fixed list of plugins, no module federation, one document. Why: docs/decisions/ and the figures of npm run bench.
import "generated-style";
import application from "@jupyterlab/application-extension";
import apputils from "@jupyterlab/apputils-extension";
import codemirror from "@jupyterlab/codemirror-extension";
import completer from "@jupyterlab/completer-extension";
import docmanager from "@jupyterlab/docmanager-extension";
import markedparser from "@jupyterlab/markedparser-extension";
import notebook from "@jupyterlab/notebook-extension";
import rendermime from "@jupyterlab/rendermime-extension";
import services from "@jupyterlab/services-extension";
import shortcuts from "@jupyterlab/shortcuts-extension";
import themeDark from "@jupyterlab/theme-dark-extension";
import themeLight from "@jupyterlab/theme-light-extension";
import translation from "@jupyterlab/translation-extension";
import uiComponents from "@jupyterlab/ui-components-extension";
import collaboration from "@jupyter/collaboration-extension";
import docprovider from "@jupyter/docprovider-extension";
import surgery from "@data-surgery/extension";
import wanted from "./plugins.json";
import { opener } from "./opener.js";
import { serverSettings } from "./server-settings.js";
import { stateDatabase } from "./state-database.js";
import { typesetter } from "./typesetter.js";
import { windowName } from "./window-name.js";
import { sayThatItFailed } from "../say-that-it-failed.js";
import { settingRegistry } from "../setting-registry.js";
import { startLab } from "../start-lab.js";

const packages = [
  application,
  apputils,
  codemirror,
  completer,
  docmanager,
  markedparser,
  notebook,
  rendermime,
  services,
  shortcuts,
  themeDark,
  themeLight,
  translation,
  uiComponents,
  collaboration,
  docprovider,
];

const known = new Map(packages.flat().map((plugin) => [plugin.id, plugin]));
const missing = wanted.filter((id) => !known.has(id));
if (missing.length > 0) console.error(`Plugins of the learner's page are not there any more: ${missing.join(", ")}`);

const plugins = [
  ...wanted.flatMap((id) => known.get(id) ?? []),
  ...surgery,
  serverSettings,
  settingRegistry,
  stateDatabase,
  windowName,
  typesetter,
  opener,
];

startLab({ plugins: [{ name: "learner", module: plugins }], mimeExtensions: [] }).catch(sayThatItFailed);
