/** Fetches now what reading fetches when it meets such a file: after this, files of every kind are read without a network. */
export async function prepareReading(): Promise<void> {
  await Promise.all([import("./workbook-records.js"), import("chardet")]);
}
