// The stock resolver gives each tab a workspace of its own and moves the address there. This page keeps no workspaces.
import { IWindowResolver } from "@jupyterlab/apputils";
import { PageConfig } from "@jupyterlab/coreutils";

export const windowName = {
  id: "@data-surgery/lab:window-name",
  description: "Names this window after the person's workspace.",
  autoStart: true,
  provides: IWindowResolver,
  activate: () => ({ name: PageConfig.getOption("workspace") }),
};
