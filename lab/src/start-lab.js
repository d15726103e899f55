// From modules to a running application; the same for both pages.
import { JupyterLab } from "@jupyterlab/application";
import { IConnectionStatus, IServiceManager } from "@jupyterlab/services";
import { JupyterPluginRegistry, PageConfig } from "@jupyterlab/coreutils";

/** @param modules `{ plugins, mimeExtensions }`, each a list of `{ name, module }` */
export async function startLab(modules) {
  await start(modules);
  document.getElementById("surgery-waiting")?.remove();
}

async function start(modules) {
  const state = { disabled: [], deferred: [], available: [] };
  const plugins = modules.plugins.flatMap((entry) => activePlugins(entry, state));
  const mimeExtensions = modules.mimeExtensions.flatMap((entry) => activePlugins(entry, state));
  const pluginRegistry = new JupyterPluginRegistry();
  pluginRegistry.registerPlugins(plugins);
  const connectionStatus = await pluginRegistry.resolveOptionalService(IConnectionStatus);
  const serviceManager = await pluginRegistry.resolveOptionalService(IServiceManager);
  const patterns = (list) => list.map((entry) => entry.raw);
  const lab = new JupyterLab({
    pluginRegistry,
    serviceManager,
    connectionStatus,
    mimeExtensions,
    disabled: { matches: state.disabled, patterns: patterns(PageConfig.Extension.disabled) },
    deferred: { matches: state.deferred, patterns: patterns(PageConfig.Extension.deferred) },
    availablePlugins: state.available,
  });
  await lab.start({ ignorePlugins: state.deferred, bubblingKeydown: true });
}

function activePlugins({ name, module }, state) {
  const exported = module.default ?? module;
  const active = [];
  for (const plugin of Array.isArray(exported) ? exported : [exported]) {
    const enabled = !PageConfig.Extension.isDisabled(plugin.id);
    state.available.push({
      id: plugin.id,
      description: plugin.description,
      requires: plugin.requires ?? [],
      optional: plugin.optional ?? [],
      provides: plugin.provides ?? null,
      autoStart: plugin.autoStart,
      enabled,
      extension: name,
    });
    if (!enabled) {
      state.disabled.push(plugin.id);
      continue;
    }
    if (PageConfig.Extension.isDeferred(plugin.id)) state.deferred.push(plugin.id);
    active.push(plugin);
  }
  return active;
}
