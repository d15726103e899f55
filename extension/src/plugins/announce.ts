import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { Announce } from "../tokens.js";
import { Announcer } from "../widgets/announcer.js";

export const announce: JupyterFrontEndPlugin<Announcer> = {
  id: "@data-surgery/extension:announce",
  description: "Says short sentences to screen readers.",
  autoStart: true,
  provides: Announce,
  activate: () => {
    const announcer = new Announcer();
    document.body.append(announcer.node);
    return announcer;
  },
};
