/** Our tokens on JupyterLab's own variables, on our two pages; a stock JupyterLab that has this extension keeps its looks. */
import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { PageConfig } from "@jupyterlab/coreutils";

export const look: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:look",
  description: "The house's type and colours on JupyterLab's widgets.",
  autoStart: true,
  activate: () => {
    if (PageConfig.getOption("surgeryPage") !== "") document.body.classList.add("ds-house");
  },
};
