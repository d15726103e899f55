// No language servers on this page: names that the notebook's modules mention while they load, and nothing behind them.
import { Token } from "@lumino/coreutils";

export const ILSPCodeExtractorsManager = new Token("absent:ILSPCodeExtractorsManager");
export const ILSPDocumentConnectionManager = new Token("absent:ILSPDocumentConnectionManager");
export const ILSPFeatureManager = new Token("absent:ILSPFeatureManager");
export const IWidgetLSPAdapterTracker = new Token("absent:IWidgetLSPAdapterTracker");
export class VirtualDocument {}
export class WidgetLSPAdapter {}
export const untilReady = () => Promise.reject(new Error("There are no language servers on this page."));
