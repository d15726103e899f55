import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/**
 * A few letters that are this data folder's own. Browsers keep cookies by host and not by port, so two workshops on one
 * computer would overwrite each other's without a name of their own.
 */
export function openInstanceName(file: string): string {
  if (existsSync(file)) {
    const known = readFileSync(file, "utf8").trim();
    if (/^[a-z0-9]{8}$/.test(known)) return known;
  }
  const name = randomBytes(4).toString("hex");
  writeFileSync(file, `${name}\n`);
  return name;
}
