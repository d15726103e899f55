// Which tabs were open is of no use on a page with one document: the state lives as long as the page.
import { IStateDB, StateDB } from "@jupyterlab/statedb";

export const stateDatabase = {
  id: "@data-surgery/lab:state",
  description: "Keeps the page's state in memory.",
  autoStart: true,
  provides: IStateDB,
  activate: () => new StateDB(),
};
