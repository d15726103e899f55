// Differences between notebooks are shown by our own view; these are names that the conflict dialog's module mentions.
export class NotebookDiffModel {}
export class NotebookDiffWidget {}
