import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { PageConfig } from "@jupyterlab/coreutils";
import { takesHome } from "../models/takes-home.js";

/**
 * A link in an output to a file beside the notebook would open it in the page, which can show neither a zip nor a page. What is no notebook
 * is downloaded instead: the link leads to the file, and the browser follows it.
 */
export const takeHome: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:take-home",
  autoStart: true,
  activate: () => {
    document.addEventListener(
      "click",
      (event) => {
        const link = event.target instanceof Element ? event.target.closest(".jp-OutputArea-output a[href]") : null;
        if (!(link instanceof HTMLAnchorElement) || !takesHome(link.href, PageConfig.getBaseUrl())) return;
        // JupyterLab's own listener stands at the body.
        event.stopPropagation();
      },
      true,
    );
  },
};
