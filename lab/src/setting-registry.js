// Settings without a schema compiler in the page: they come with the page, the server has validated them, and what is left to
// do is to read JSON with comments and to fill in the defaults. (The stock validator writes functions and evaluates them,
// which the content security policy forbids; it also takes 300 ms at every start.)
import { ISettingRegistry, SettingRegistry } from "@jupyterlab/settingregistry";
import { ISettingManager } from "@jupyterlab/services";
import { DataConnector } from "@jupyterlab/statedb";
import { PageConfig } from "@jupyterlab/coreutils";
import JSON5 from "json5";
import { fillDefaults } from "./fill-defaults.js";

export const settingRegistry = {
  id: "@data-surgery/lab:settings",
  description: "Provides settings that came with the page.",
  autoStart: true,
  provides: ISettingRegistry,
  requires: [ISettingManager],
  activate: (app, manager) => {
    const inlined = JSON.parse(PageConfig.getOption("surgerySettings") || "[]");
    return new SettingRegistry({
      connector: new InlinedSettings(inlined, manager),
      validator: new FillingValidator(),
      plugins: inlined.filter((plugin) => app.hasPlugin(plugin.id)),
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

class FillingValidator {
  validateData(plugin, populate = true) {
    try {
      const user = plugin.raw.trim() === "" ? {} : JSON5.parse(plugin.raw);
      if (populate) plugin.data = { user, composite: fillDefaults(plugin.schema, user) };
      return null;
    } catch (error) {
      return [{ instancePath: "", keyword: "parse", schemaPath: "", message: String(error) }];
    }
  }
}
