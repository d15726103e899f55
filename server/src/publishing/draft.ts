/** What is said about a data set on the pages of the wizard, kept as it was typed; and the record for publishing that is made from it. */
import {
  decidableFindings,
  themes,
  type Decision,
  type KeptMend,
  type KeptReading,
} from "@data-surgery/opendata/publish/browser";
import { z } from "zod";
import { MendSteps } from "./mend-steps.js";
import { StoredReading } from "./stored-reading.js";

export interface Draft {
  /** By the names of the first page's fields. */
  readonly about: Readonly<Record<string, string>>;
  readonly columns: Readonly<Record<string, { readonly meaning: string; readonly unit: string }>>;
  readonly key: readonly string[];
  /** How the file is read where its keeper wished it otherwise than by itself; the next is read the same way. */
  readonly reading?: KeptReading | undefined;
  /** What is done to the file as it is read, in this order; done again to the next. */
  readonly mends: readonly KeptMend[];
  /** Mends that were offered and not wished (`offerKey`): they are not asked about again. */
  readonly unmended: readonly string[];
  /** Their form is looked at where they are used. */
  readonly remedies: readonly Readonly<Record<string, unknown>>[];
  readonly decisions: readonly Decision[];
  readonly answers: Readonly<Record<string, string>>;
  readonly licence: string;
  readonly note: string;
  /** Whether readers see the code of the notebook that wrote the file. */
  readonly showCode?: boolean | undefined;
  /** Columns with a chart each; undefined: those that suit. */
  readonly charts?: readonly string[] | undefined;
}

export const emptyDraft: Draft = {
  about: {},
  columns: {},
  key: [],
  mends: [],
  unmended: [],
  remedies: [],
  decisions: [],
  answers: {},
  licence: "",
  note: "",
};

const text = z.string().max(5000);
const name = z.string().max(500);

const Stored: z.ZodType<Draft> = z.object({
  about: z.record(z.string().max(40), text),
  columns: z.record(name, z.object({ meaning: text, unit: text })),
  key: z.array(name),
  reading: StoredReading.optional(),
  // Drafts from before mends were kept have none.
  mends: MendSteps.default([]),
  unmended: z.array(text).default([]),
  remedies: z.array(z.record(z.string().max(20), z.unknown())),
  decisions: z.array(
    z.object({
      code: z.enum(decidableFindings),
      columns: z.array(name),
      reason: text,
    }),
  ),
  answers: z.record(z.string().max(20), text),
  licence: z.string().max(40),
  note: text,
  showCode: z.boolean().optional(),
  charts: z.array(name).optional(),
});

export function parseDraft(json: string): Draft {
  return Stored.parse(JSON.parse(json));
}

/**
 * What is kept for the next version. The note was about this one; cells of the file go with its copy, unless the next file is mended by
 * them: broken rows are found anew there, and spellings of a column that was left out are nobody's business.
 */
export function afterPublishing(draft: Draft): Draft {
  const dropped = new Set(
    draft.remedies.flatMap(({ type, columns }) => (type === "drop" && Array.isArray(columns) ? columns : [])),
  );
  const mends = draft.mends
    .filter(({ fix }) => fix.type !== "replace-values" || !dropped.has(fix.column))
    .map((mend) => (mend.fix.type === "recut-rows" ? { code: mend.code, fix: { ...mend.fix, records: [] } } : mend));
  return { ...draft, mends, note: "" };
}

export interface AboutFields {
  readonly title: string;
  readonly description: string;
  readonly keeper: string;
  readonly email: string;
  readonly update: string;
  readonly rowIs: string;
  readonly keywords: string;
  readonly theme: string;
  readonly sourceTitle: string;
  readonly sourceLicence: string;
  readonly sourceUrl: string;
  readonly place: string;
  readonly from: string;
  readonly to: string;
}

/** As `publish.json` has it; whether it is right is for the record's own parser. */
export function recordOf(draft: Draft, slug: string, file: string): object {
  const { about } = draft;
  const said = (field: keyof AboutFields): string => about[field]?.trim() ?? "";
  const maybe = (key: string, value: string): object => (value === "" ? {} : { [key]: value });
  return {
    id: slug,
    title: said("title"),
    description: said("description"),
    keeper: { name: said("keeper"), ...maybe("email", said("email")) },
    // Before one is chosen the checks need one; the checklist asks for it, and without it nothing is published.
    licence: draft.licence === "" ? "CC-BY-4.0" : draft.licence,
    update: said("update") === "" ? "once" : said("update"),
    ...maybe("rowIs", said("rowIs")),
    keywords: said("keywords")
      .split(/[,;\n]/)
      .map((word) => word.trim())
      .filter((word) => word !== ""),
    ...(Object.hasOwn(themes, said("theme")) ? { theme: said("theme") } : {}),
    sources:
      said("sourceTitle") === ""
        ? []
        : [
            {
              title: said("sourceTitle"),
              ...maybe("licence", said("sourceLicence")),
              ...maybe("url", said("sourceUrl")),
            },
          ],
    coverage: { ...maybe("place", said("place")), ...maybe("from", said("from")), ...maybe("to", said("to")) },
    tables: [
      {
        name: tableName(slug),
        file,
        title: said("title"),
        columns: Object.fromEntries(
          Object.entries(draft.columns).map(([column, { meaning, unit }]) => [
            column,
            { meaning, ...maybe("unit", unit) },
          ]),
        ),
        ...(draft.key.length === 0 ? {} : { key: draft.key }),
        ...(draft.charts === undefined ? {} : { charts: draft.charts }),
        mend: [],
        remedies: draft.remedies,
        ...(draft.showCode === true ? { showCode: true } : {}),
      },
    ],
    answers: draft.answers,
    decisions: draft.decisions,
    ...maybe("note", draft.note.trim()),
  };
}

/** The published file must not be called like those that stand beside it. */
function tableName(slug: string): string {
  return ["datapackage", "release", "page", "changes", "index", "dcat", "latest", "con", "nul", "aux", "prn"].includes(
    slug,
  )
    ? `${slug}-data`
    : slug;
}
