import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fileError } from "../file-error.js";
import { parseRecipe, type Recipe } from "./recipe.js";

const folder = fileURLToPath(new URL("../../recipes", import.meta.url));

/** The names of the recipes that ship. */
export function shippedRecipes(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .toSorted();
}

/** A recipe that ships, by its name, or one from a file. */
export function readRecipe(nameOrPath: string): Recipe {
  const shipped = join(folder, `${nameOrPath}.json`);
  const path = /^[\w-]+$/.test(nameOrPath) && existsSync(shipped) ? shipped : nameOrPath;
  try {
    return parseRecipe(readFileSync(path, "utf8"), nameOrPath);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw fileError(error, nameOrPath, [".json"]);
    throw error;
  }
}
