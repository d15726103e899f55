/** The files behind the documents, as this domain needs them. The Contents service of the jupyter domain fits as it is. */
export type FileChange =
  | { readonly type: "written"; readonly path: string; readonly hash: string }
  | { readonly type: "renamed"; readonly path: string; readonly to: string }
  | { readonly type: "deleted"; readonly path: string };

export interface FileVersion {
  readonly bytes: Uint8Array;
  /** SHA-256 in hex of the bytes. */
  readonly hash: string;
}

export interface FileStat {
  readonly type: "directory" | "file" | "notebook";
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970, with fractions where the file system has them. */
  readonly modified: number;
}

export interface DocumentFiles {
  /** @throws AppError `contents.not-found`, `contents.bad-path` */
  stat(path: string): Promise<FileStat>;
  /** @throws AppError `contents.not-found`, `contents.wrong-type`, `contents.too-large` */
  readFile(path: string): Promise<FileVersion>;
  /** Whole or not at all. @throws AppError `contents.disk-full` */
  writeFile(path: string, bytes: Uint8Array | string): Promise<{ readonly hash: string }>;
  /** Hears of every change made through the same service, our own writes included. */
  onChange(listener: (change: FileChange) => void): Disposable;
}
