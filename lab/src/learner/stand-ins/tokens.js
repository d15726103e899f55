// Tokens of services that nobody provides on this page; plugins ask for them as optional and get none.
import { Token } from "@lumino/coreutils";

export const IEditorTracker = new Token("absent:IEditorTracker");
export const IEditorWidgetFactory = new Token("absent:IEditorWidgetFactory");
export const ILoggerRegistry = new Token("absent:ILoggerRegistry");
