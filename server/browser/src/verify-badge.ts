/** Reads a badge file here and puts it into the form: a picture can't be pasted. Without this script the text can be. */
const part = document.querySelector<HTMLElement>("#verify-file");
const input = document.querySelector<HTMLInputElement>("#file");
const text = document.querySelector<HTMLTextAreaElement>("#badge");

async function readChosen(): Promise<void> {
  const file = input?.files?.[0];
  if (file === undefined || text === null) return;
  text.value = file.type === "image/png" ? await asDataUrl(file) : await file.text();
}

function asDataUrl(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(typeof reader.result === "string" ? reader.result : ""));
    reader.addEventListener("error", () => reject(reader.error ?? new Error("the file could not be read")));
    reader.readAsDataURL(file);
  });
}

if (part !== null) part.hidden = false;
input?.addEventListener("change", () => void readChosen());

export {};
