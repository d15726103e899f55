/** How a pack is made from files as their publisher gives them out: plain data, so that anybody can write one for their own area. */
import { JsonEntry } from "../place/json-entry.js";
import { isPackId, type PackColumn } from "../place/pack-manifest.js";
import { OpenDataError } from "../open-data-error.js";

const recipeFormat = "data-surgery-recipe/1";

export interface Recipe {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly licence: { readonly name: string; readonly url: string };
  /** `{year}` stands for the year of the edition. */
  readonly attribution: readonly string[];
  readonly url?: string;
  readonly note?: string;
  /** The files that it is made from, by names of the recipe's own. */
  readonly sources: ReadonlyMap<string, RecipeSource>;
  readonly tables: readonly TableRecipe[];
  readonly lookups: readonly TableRecipe[];
  readonly boundaries: readonly BoundaryRecipe[];
  readonly changes?: {
    readonly from: string;
    readonly old: string;
    readonly now: string;
    readonly date: string;
    readonly kept?: string;
  };
}

export interface RecipeSource {
  /** What to download, and on which page. */
  readonly title: string;
  readonly page: string;
  /** Names that the file may have, also inside a zip; `*` stands for anything. */
  readonly file: readonly string[];
}

export interface ColumnRecipe extends PackColumn {
  /** What the column is called in the file. Publishers put the year into names ("LAD24CD"): `*` stands for anything; the first that is there counts. */
  readonly from: readonly string[];
}

export interface TableRecipe {
  readonly name: string;
  readonly from: string;
  readonly place: string;
  /** The column that names each row: of a table a column of it, of a look-up the postcode in the file. */
  readonly key: readonly string[];
  readonly label?: string;
  /** Rows that are kept: those with nothing in this column of the file (a postcode that has not ended). */
  readonly emptyIn?: string;
  /** Areas of postcodes that the licence does not let into it. */
  readonly leaveOutAreas: readonly string[];
  readonly columns: readonly ColumnRecipe[];
}

export interface BoundaryRecipe {
  readonly level: string;
  readonly from: string;
  readonly code: readonly string[];
  readonly name: readonly string[];
  /** A table of the recipe: only areas that stand in it. So a city's wards are chosen by the look-up that knows their city. */
  readonly onlyIn?: string;
}

/** @throws OpenDataError (`broken-recipe`) that says which entry is wrong and what belongs there */
export function parseRecipe(text: string, name: string): Recipe {
  const broken = (what: string): OpenDataError =>
    new OpenDataError("broken-recipe", `The recipe ${name} can't be used: ${what}.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw broken(`it is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  const whole = new JsonEntry(value, "the recipe", broken);
  if (whole.text("format") !== recipeFormat) throw broken(`its format is not “${recipeFormat}”`);
  const id = whole.text("id");
  if (!isPackId(id)) throw broken(`its id “${id}” may have small letters, digits and dashes only`);
  const licence = whole.entry("licence");
  const sources = whole.entry("sources");
  const list = (key: string): JsonEntry[] => (whole.has(key) ? whole.entries(key) : []);
  const recipe: Recipe = {
    id,
    title: whole.text("title"),
    publisher: whole.text("publisher"),
    licence: { name: licence.text("name"), url: licence.text("url") },
    attribution: whole.texts("attribution"),
    ...whole.optional("url"),
    ...whole.optional("note"),
    sources: new Map(
      sources.keys().map((key) => {
        const source = sources.entry(key);
        return [key, { title: source.text("title"), page: source.text("page"), file: source.texts("file") }];
      }),
    ),
    tables: list("tables").map(tableRecipe),
    lookups: list("lookups").map(tableRecipe),
    boundaries: list("boundaries").map((part) => ({
      level: part.text("level"),
      from: part.text("from"),
      code: part.texts("code"),
      name: part.texts("name"),
      ...part.optional("onlyIn"),
    })),
    ...(whole.has("changes") ? { changes: changesRecipe(whole.entry("changes")) } : {}),
  };
  const { tables, lookups, boundaries, changes } = recipe;
  for (const { from } of [...tables, ...lookups, ...boundaries, ...(changes === undefined ? [] : [changes])]) {
    if (!recipe.sources.has(from)) throw broken(`a part comes from “${from}”, which is not among its sources`);
  }
  for (const name of [...tables, ...lookups].map((part) => part.name).concat(boundaries.map((part) => part.level))) {
    if (!/^[a-z][\w-]{0,40}$/.test(name)) throw broken(`“${name}” can't be the name of a file`);
  }
  if (tables.length + lookups.length + boundaries.length === 0) throw broken("it makes no part");
  return recipe;
}

function tableRecipe(part: JsonEntry): TableRecipe {
  return {
    name: part.text("name"),
    from: part.text("from"),
    place: part.text("place"),
    key: part.texts("key"),
    ...part.optional("label"),
    ...part.optional("emptyIn"),
    leaveOutAreas: part.has("leaveOutAreas") ? part.texts("leaveOutAreas") : [],
    columns: part.entries("columns").map((column) => ({
      name: column.text("name"),
      type: column.has("type") && column.text("type") === "number" ? "number" : "text",
      about: column.text("about"),
      from: column.texts("from"),
    })),
  };
}

function changesRecipe(part: JsonEntry): NonNullable<Recipe["changes"]> {
  return {
    from: part.text("from"),
    old: part.text("old"),
    now: part.text("new"),
    date: part.text("date"),
    ...part.optional("kept"),
  };
}
