import type { Configuration } from "@rspack/core";
export function learnerPage(): Configuration[] {
  throw new Error("not yet");
}
