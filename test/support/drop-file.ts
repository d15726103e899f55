import type { Page } from "playwright-core";

/** Drops a CSV file onto the notebook, as from a folder of the computer. */
export async function dropFile(page: Page, name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([called, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], called, { type: "text/csv" }));
      return transfer;
    },
    [name, text] as const,
  );
  const notebook = page.locator(".jp-Notebook").first();
  await notebook.dispatchEvent("dragover", { dataTransfer: data });
  await notebook.dispatchEvent("drop", { dataTransfer: data });
}
