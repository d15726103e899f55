/** A data folder and lessons of one's own, for servers one after the other: lessons that their author mends between two evenings. */
import { composeServer, parseConfig, type RunningServer } from "@data-surgery/server";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface School extends AsyncDisposable {
  open(): Promise<RunningServer>;
  /** What the author does: by cell, some text in place of other text, also in what a learner starts from. */
  edit(lesson: string, edits: Readonly<Record<string, (source: string) => string>>): Promise<void>;
}

export async function openSchool(): Promise<School> {
  const folder = await mkdtemp(join(tmpdir(), "surgery-school-"));
  const lessons = join(folder, "notebooks");
  await cp(join(import.meta.dirname, "..", "..", "notebooks"), lessons, { recursive: true });
  const config = parseConfig({ port: "0", data: join(folder, "data"), env: {} });
  return {
    open: () => composeServer({ ...config, paths: { ...config.paths, notebooks: lessons } }),
    edit: async (lesson, edits) => {
      const file = join(lessons, lesson, `${lesson}.ipynb`);
      const notebook = JSON.parse(await readFile(file, "utf8")) as { cells: LessonCell[] };
      for (const cell of notebook.cells) {
        const edit = edits[cell.id];
        const source = typeof cell.source === "string" ? cell.source : cell.source.join("");
        if (edit === undefined) continue;
        cell.source = edit(source);
        const { starter } = cell.metadata.data_surgery;
        if (starter !== undefined) cell.metadata.data_surgery.starter = edit(starter);
      }
      await writeFile(file, JSON.stringify(notebook));
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

interface LessonCell {
  readonly id: string;
  source: string | readonly string[];
  readonly metadata: { readonly data_surgery: { starter?: string } };
}
