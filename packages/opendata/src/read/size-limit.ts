import { OpenDataError } from "../open-data-error.js";

/** While it is read a file takes about six times its size of memory, once it is profiled nine times: 128 MB is what a laptop of 4 GB bears with ease. */
export const usualLimit: number = 128 * 1024 * 1024;

/** A clear word before the machine runs out of memory. `size` in bytes. */
export function refuseTooLarge(size: number, name: string, most: number = usualLimit): void {
  if (size <= most) return;
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024).toLocaleString("en-GB")} MB`;
  throw new OpenDataError(
    "too-large",
    `${name} has ${megabytes(size)}, and up to ${megabytes(most)} can be opened here at once. Ask for a smaller part of it (one year, one area), or cut it into pieces and read them one by one.`,
  );
}
