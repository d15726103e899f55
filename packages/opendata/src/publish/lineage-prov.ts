/** `lineage.jsonld`: the way back for programs, in the words of the W3C (PROV-O): files, the cells that made them, what they used. No code: that is in release.json, where its keeper wishes it. */
import { unnamedNotebook, type MadeFrom } from "../lineage/made-by.js";
import { partAnchor, partThatWrote } from "./lineage-parts.js";
import type { LineageEarlier, ReleasedTable, ReleaseRecord } from "./release.js";

export const provName = "lineage.jsonld";

const context = {
  prov: "http://www.w3.org/ns/prov#",
  dct: "http://purl.org/dc/terms/",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  spdx: "http://spdx.org/rdf/terms#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
};

/** Whether there is more to tell than that a file was published. */
export function hasProv(tables: readonly ReleasedTable[]): boolean {
  return tables.some(({ lineage }) => lineage.made !== undefined);
}

export function lineageProv({ tables, published }: Pick<ReleaseRecord, "tables" | "published">): object {
  return { "@context": context, "@graph": tables.flatMap((table) => tableThings(table, published)) };
}

type Part = Pick<LineageEarlier, "file" | "sha256" | "from" | "steps" | "notebook">;

function tableThings({ name, csv, parquet, lineage }: ReleasedTable, published: string): object[] {
  const { made, notebook, file, url, sha256, steps } = lineage;
  const earlier = made?.earlier ?? [];
  const parts: readonly Part[] =
    made === undefined ? [] : [...earlier, { ...made, file, sha256, ...(notebook === undefined ? {} : { notebook }) }];
  const fileId = (part: number): string => `#${name}-file-${part}`;
  const sources = new Map<string, object>();
  const sourceId = (from: MadeFrom): string => {
    const id = `#${name}-source-${from.sha256?.slice(0, 16) ?? encodeURIComponent(from.url ?? from.name)}`;
    if (!sources.has(id)) sources.set(id, sourceThing(id, from));
    return id;
  };
  const partThings = parts.flatMap((part, at): object[] => {
    const used = part.from.map((from) => {
      const wrote = partThatWrote(from, earlier, at + 1);
      return { "@id": wrote === 0 ? sourceId(from) : fileId(wrote) };
    });
    const activity = { "@id": `index.html#${partAnchor(name, at + 1)}` };
    return [
      { ...fileThing(fileId(at + 1), part.file, part.sha256), ...derived(activity, used) },
      { ...activity, ...cellThing(part.notebook), ...described(part.steps), "prov:used": used },
    ];
  });
  const read = made === undefined ? `#${name}-file` : fileId(parts.length);
  const release = { "@id": `#publish-${name}` };
  return [
    ...[csv, ...(parquet === undefined ? [] : [parquet])].map((mark) => ({
      ...fileThing(mark.path, mark.path, mark.sha256),
      ...derived(release, [{ "@id": read }]),
    })),
    {
      ...release,
      "@type": "prov:Activity",
      "rdfs:label": "Published",
      "prov:endedAtTime": { "@value": published, "@type": "xsd:dateTime" },
      ...described(steps.map(({ words }) => words)),
      "prov:used": [{ "@id": read }],
    },
    ...(made === undefined
      ? [{ ...fileThing(read, file, sha256), ...(url === undefined ? {} : { "rdfs:seeAlso": { "@id": url } }) }]
      : []),
    ...partThings.toReversed(),
    ...sources.values(),
  ];
}

function fileThing(id: string, title: string, sha256: string | undefined): object {
  return {
    "@id": id,
    "@type": "prov:Entity",
    "dct:title": title,
    ...(sha256 === undefined
      ? {}
      : {
          "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": { "@id": "spdx:checksumAlgorithm_sha256" },
            "spdx:checksumValue": { "@value": sha256, "@type": "xsd:hexBinary" },
          },
        }),
  };
}

function sourceThing(
  id: string,
  { name, sha256, publisher, licence, url, changedSince, madeAnewSince }: MadeFrom,
): object {
  const since =
    changedSince !== undefined
      ? `Changed after the notebook ${changedSince} wrote it.`
      : madeAnewSince !== undefined
        ? `The notebook ${madeAnewSince} has written it anew since it was read.`
        : undefined;
  return {
    ...fileThing(id, name, sha256),
    ...(publisher === undefined ? {} : { "dct:publisher": publisher }),
    ...(licence === undefined ? {} : { "dct:rights": licence }),
    ...(url === undefined ? {} : { "rdfs:seeAlso": { "@id": url } }),
    ...(since === undefined ? {} : { "rdfs:comment": since }),
  };
}

function cellThing(notebook: Part["notebook"]): object {
  const words = notebook === undefined ? unnamedNotebook : `${notebook.cell} of ${notebook.path}`;
  return {
    "@type": "prov:Activity",
    "rdfs:label": words,
    ...(notebook?.sha256 === undefined
      ? {}
      : {
          "prov:qualifiedAssociation": {
            "@type": "prov:Association",
            "prov:agent": { "@id": "#toolkit", "@type": "prov:SoftwareAgent", "rdfs:label": "Data Surgery" },
            "prov:hadPlan": {
              ...fileThing(`#cell-${notebook.sha256.slice(0, 16)}`, words, notebook.sha256),
              "@type": "prov:Plan",
            },
          },
        }),
  };
}

const derived = (by: object, from: readonly object[]): object => ({
  "prov:wasGeneratedBy": by,
  ...(from.length === 0 ? {} : { "prov:wasDerivedFrom": from }),
});

function described(steps: readonly string[]): object {
  return steps.length === 0 ? {} : { "dct:description": steps.join("\n") };
}
