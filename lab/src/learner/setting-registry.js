// Settings without a schema compiler in the page: they come with the page, the server has validated them, and what is left to
// do is to read JSON with comments and to fill in the defaults.
import { ISettingRegistry, SettingRegistry } from "@jupyterlab/settingregistry";
import { ISettingManager } from "@jupyterlab/services";
import { DataConnector } from "@jupyterlab/statedb";
import { PageConfig } from "@jupyterlab/coreutils";
import JSON5 from "json5";

export const settingRegistry = {
  id: "@data-surgery/lab:settings",
  description: "Provides settings that came with the page.",
  autoStart: true,
  provides: ISettingRegistry,
  requires: [ISettingManager],
  activate: (_app, manager) => {
    const inlined = JSON.parse(PageConfig.getOption("surgerySettings") || "[]");
    return new SettingRegistry({
      connector: new InlinedSettings(inlined, manager),
      validator: new FillDefaults(),
      plugins: inlined,
    });
  },
};

class InlinedSettings extends DataConnector {
  constructor(inlined, manager) {
    super();
    this.inlined = new Map(inlined.map((plugin) => [plugin.id, plugin]));
    this.manager = manager;
  }

  async fetch(id) {
    return this.inlined.get(id) ?? this.manager.fetch(id);
  }

  async list() {
    const values = [...this.inlined.values()];
    return { ids: values.map((plugin) => plugin.id), values };
  }

  async save(id, raw) {
    await this.manager.save(id, raw);
    const known = this.inlined.get(id);
    if (known !== undefined) this.inlined.set(id, { ...known, raw });
  }
}

class FillDefaults {
  validateData(plugin, populate = true) {
    try {
      const user = plugin.raw.trim() === "" ? {} : JSON5.parse(plugin.raw);
      if (populate) plugin.data = { user, composite: withDefaults(plugin.schema, user) };
      return null;
    } catch (error) {
      return [{ instancePath: "", keyword: "parse", schemaPath: "", message: String(error) }];
    }
  }
}

function withDefaults(schema, user) {
  const filled = { ...user };
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const reference = property.$ref?.replace("#/definitions/", "");
    const definition = reference === undefined ? property : { ...schema.definitions?.[reference], ...property };
    if (filled[key] === undefined && definition.default !== undefined)
      filled[key] = structuredClone(definition.default);
    else if (
      definition.type === "object" &&
      definition.properties !== undefined &&
      typeof filled[key] === "object" &&
      filled[key] !== null
    ) {
      filled[key] = withDefaults(definition, filled[key]);
    }
  }
  return filled;
}
