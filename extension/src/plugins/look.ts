/** Our tokens on JupyterLab's own variables, on our two pages; a stock JupyterLab that has this extension keeps its looks. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { IThemeManager } from "@jupyterlab/apputils";
import { PageConfig } from "@jupyterlab/coreutils";
import { report } from "../models/report.js";

export const look: JupyterFrontEndPlugin<void> = {
  id: "@data-surgery/extension:look",
  description: "The house's type and colours on JupyterLab's widgets.",
  autoStart: true,
  optional: [IThemeManager],
  activate: (app: JupyterFrontEnd, themes: IThemeManager | null) => {
    if (PageConfig.getOption("surgeryPage") === "") return;
    document.body.classList.add("ds-house");
    if (themes !== null) obeyChoice(app, themes);
  },
};

/**
 * Our pages are light or dark as the computer is, and then JupyterLab takes the first choice of a theme only as "not as the
 * computer is": the person would have to choose twice.
 */
function obeyChoice(app: JupyterFrontEnd, themes: IThemeManager): void {
  app.commands.commandExecuted.connect((_commands, { id, args, result }) => {
    const { theme } = args as { readonly theme?: unknown };
    if (id !== "apputils:change-theme" || typeof theme !== "string") return;
    result.then(() => (themes.theme === theme ? undefined : themes.setTheme(theme))).catch(report);
  });
}
