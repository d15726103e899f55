/** Copy and print on a card. Without this script the code is there to be read; the buttons then stay hidden. */

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    void copy(button);
  });
}

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>(".card-face details")) details.open = true;
    print();
  });
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const source = document.getElementById(button.dataset["copy"] ?? "");
  if (source === null) return;
  const said = (await copyByClipboard(source.textContent)) || copyBySelection(source);
  const status = document.getElementById("copied");
  if (status !== null) status.textContent = said ? "Copied" : "Now press Ctrl and C to copy";
}

/** Browsers offer this under https and on this machine only, not on http in a venue's network. */
async function copyByClipboard(text: string): Promise<boolean> {
  if (!("clipboard" in navigator)) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not allowed here: the selection below is the other way, and says so when it fails too.
    return false;
  }
}

/** Leaves the text selected, so that the keyboard can copy it where this is refused as well. */
function copyBySelection(source: HTMLElement): boolean {
  const range = document.createRange();
  range.selectNodeContents(source);
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
  return document.execCommand("copy");
}

export {};
