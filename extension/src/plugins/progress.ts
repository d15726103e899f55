/** One person's progress, kept fresh by the server's stream. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { Signal } from "@lumino/signaling";
import { PlainError } from "../models/plain-error.js";
import { ProgressModel } from "../models/progress-model.js";
import { report } from "../models/report.js";
import type { NewsKind, SurgeryApi } from "../models/surgery-api.js";
import { Api, Progress } from "../tokens.js";

export const progress: JupyterFrontEndPlugin<Progress> = {
  id: "@data-surgery/extension:progress",
  description: "Which exercises are done.",
  autoStart: true,
  provides: Progress,
  requires: [Api],
  activate: (_app: JupyterFrontEnd, api: SurgeryApi): Progress => {
    const model = new ProgressModel(() => api.progress());
    // Without a line there is nothing to show anew; the stream opens again by itself and then all is asked for.
    const refresh = (): void =>
      void model.refresh().catch((error: unknown) => {
        if (!(error instanceof PlainError)) report(error);
      });
    let isWatching = false;
    const news = new Signal<unknown, NewsKind>(model);
    return {
      model,
      news,
      watch: () => {
        if (isWatching) return;
        isWatching = true;
        api.watchProgress((kind) => {
          if (kind === "progress") refresh();
          else news.emit(kind);
        });
      },
    };
  },
};
