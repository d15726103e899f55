/** Every plugin of the extension, in no particular order: JupyterLab sorts them by what they require. */
import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
declare const plugins: JupyterFrontEndPlugin<unknown>[];
export default plugins;
//# sourceMappingURL=index.d.ts.map