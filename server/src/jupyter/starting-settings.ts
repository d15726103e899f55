/** JupyterLab settings that a page starts with, plugin → settings, before a person changed anything. What they change replaces them. */
export const startingSettings: Readonly<Record<string, object>> = {
  // Light or dark as the computer is, like the public pages.
  "@jupyterlab/apputils-extension:themes": { "adaptive-theme": true },
  // JupyterLab drops, without a word, what the kernel offers after a second: a slow computer needs longer.
  "@jupyterlab/completer-extension:manager": { providerTimeout: 10_000 },
  // Long lines go on below: at 400 % zoom or on a phone nobody should read code through a slit.
  "@jupyterlab/notebook-extension:tracker": { codeCellConfig: { lineNumbers: false, lineWrap: true } },
};
