/** What the notebook's process is doing, for people who don't know that there is one. Empty when there is nothing to say. No DOM. */
export function kernelWords(status: string): string {
  switch (status) {
    case "idle":
    case "busy":
      return "";
    case "restarting":
    case "autorestarting":
      return "Starting afresh…";
    case "dead":
    case "terminating":
    case "no kernel":
      return "Your notebook has stopped. Press Run in any cell to start it again.";
    default:
      return "Getting your notebook ready…";
  }
}

export type RunState = "idle" | "waiting" | "running";

/** @param execution the cell's own state, `running` also while it waits for its turn */
export function runState(execution: string, kernelStatus: string): RunState {
  if (execution !== "running") return "idle";
  return kernelStatus === "busy" ? "running" : "waiting";
}
