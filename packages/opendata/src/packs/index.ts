/** What organisers do with packs: make one from official files, check it, install it. Notebooks only open them. */
export { buildPack, type BuildRequest } from "./build-pack.js";
export { checkPack, type CheckedPack } from "./check-pack.js";
export { installPack, listPacks } from "./install-pack.js";
export { parseRecipe, type Recipe } from "./recipe.js";
export { readRecipe, shippedRecipes } from "./shipped-recipes.js";
export { shippedPacks } from "../place/pack-folders.js";
