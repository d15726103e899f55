/** The global function that a compiled cell hands its value to. */
export const resultHook = "__surgeryResult";
