// Prebuilt extensions: each is a script of its own that registers a container under window._JUPYTERLAB[name].
import { PageConfig, URLExt } from "@jupyterlab/coreutils";

/** @returns which packages they are, and their modules, in the server's order */
export async function loadFederated(descriptions) {
  const names = new Set();
  const plugins = [];
  const mimeExtensions = [];
  await Promise.all(
    descriptions.map(async (description) => {
      try {
        await loadScript(URLExt.join(PageConfig.getOption("fullLabextensionsUrl"), description.name, description.load));
        const container = window._JUPYTERLAB[description.name];
        await container.init(__webpack_share_scopes__.default);
        if (description.style && !PageConfig.Extension.isDisabled(description.name))
          await instantiate(container, description.style);
        if (description.extension)
          plugins.push({ name: description.name, module: await instantiate(container, description.extension) });
        if (description.mimeExtension) {
          mimeExtensions.push({
            name: description.name,
            module: await instantiate(container, description.mimeExtension),
          });
        }
        names.add(description.name);
      } catch (error) {
        console.error(`The extension ${description.name} could not be loaded.`, error);
      }
    }),
  );
  return { names, plugins, mimeExtensions };
}

async function instantiate(container, path) {
  const factory = await container.get(path);
  return factory();
}

function loadScript(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.async = true;
    script.addEventListener("load", resolve, { once: true });
    script.addEventListener("error", () => reject(new Error(`Could not load ${url}`)), { once: true });
    document.head.append(script);
  });
}
