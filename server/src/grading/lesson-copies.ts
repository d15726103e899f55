/** A person's own copy of a lesson: made once, from the released version, and never written over. */
import type { Visitor } from "@data-surgery/contract";
import type { Notebook } from "@data-surgery/jupyter";
import type { LessonCatalogue } from "./lesson-catalogue.js";

/** The part of the contents that copies are made with. Paths below the contents root. */
export interface LessonFiles {
  exists(path: string): Promise<boolean>;
  createFolder(path: string): Promise<void>;
  writeFile(path: string, bytes: Uint8Array | string): Promise<unknown>;
  writeNotebook(path: string, notebook: Notebook): Promise<unknown>;
}

export interface LessonCopies {
  /** Where the visitor's copy is; made when it is not there. @throws AppError `lessons.not-found`, `lessons.damaged` */
  open(visitor: Visitor, lesson: string): Promise<string>;
}

export function lessonPath(home: string, lesson: string): string {
  return `people/${home}/${lesson}/${lesson}.ipynb`;
}

export function createLessonCopies(catalogue: LessonCatalogue, files: LessonFiles): LessonCopies {
  // Two pages that open at once must not both write.
  const making = new Map<string, Promise<void>>();
  const make = async (folder: string, path: string, lesson: string): Promise<void> => {
    if (await files.exists(path)) return;
    const ready = catalogue.get(lesson);
    await files.createFolder(folder);
    for (const [file, content] of ready.files) {
      const target = `${folder}/${file}`;
      await files.createFolder(target.slice(0, target.lastIndexOf("/")));
      await files.writeFile(target, content);
    }
    // Last: where the notebook is, its data is too.
    await files.writeNotebook(path, ready.released);
  };
  return {
    open: async ({ home }, lesson) => {
      catalogue.get(lesson);
      const path = lessonPath(home, lesson);
      const known = making.get(path);
      const made = known ?? make(path.slice(0, path.lastIndexOf("/")), path, lesson);
      making.set(path, made);
      try {
        await made;
      } finally {
        making.delete(path);
      }
      return path;
    },
  };
}
