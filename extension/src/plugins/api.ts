import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { SurgeryApi } from "../models/surgery-api.js";
import { Api } from "../tokens.js";

export const api: JupyterFrontEndPlugin<SurgeryApi> = {
  id: "@data-surgery/extension:api",
  description: "The server's own API: checks, hints, progress, help.",
  autoStart: true,
  provides: Api,
  activate: (app: JupyterFrontEnd) => new SurgeryApi(app.serviceManager.serverSettings),
};
