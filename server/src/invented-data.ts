/** A data folder whose records are made up carries a mark, and every page served from it says so. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const mark = "INVENTED-DATA.txt";

const words = `Everything in this folder is invented: the people, the places, the figures and the stories.
It was made by "npm run demo" so that there is something to look at. Don't use it as a record of anything.
`;

export function isInvented(dataDir: string): boolean {
  return existsSync(join(dataDir, mark));
}

export function markAsInvented(dataDir: string): void {
  writeFileSync(join(dataDir, mark), words);
}
