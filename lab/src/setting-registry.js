// Settings without a schema compiler in the page: they come with the page, the server has validated them, and what is left to
// do is to read JSON with comments and to fill in the defaults. (The stock validator writes functions and evaluates them,
// which the content security policy forbids; it also takes 300 ms at every start.)
import { ISettingRegistry, SettingRegistry } from "@jupyterlab/settingregistry";
import { ISettingManager } from "@jupyterlab/services";
import { DataConnector } from "@jupyterlab/statedb";
import { PageConfig } from "@jupyterlab/coreutils";
import { PromiseDelegate } from "@lumino/coreutils";
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
    const transforms = new Awaited();
    const ready = (id) => (app.hasPlugin(id) ? Promise.race([transforms.of(id), app.started]) : undefined);
    return new TransformedSettings(transforms, {
      connector: new InlinedSettings(inlined, manager, ready),
      validator: new FillingValidator(),
      plugins: inlined.filter((plugin) => app.hasPlugin(plugin.id)),
    });
  },
};

/** Promises by name that somebody else keeps. */
class Awaited {
  constructor() {
    this.promises = new Map();
  }

  of(name) {
    const known = this.promises.get(name) ?? new PromiseDelegate();
    this.promises.set(name, known);
    return known.promise;
  }

  keep(name) {
    void this.of(name);
    this.promises.get(name).resolve(undefined);
  }
}

class TransformedSettings extends SettingRegistry {
  constructor(transforms, options) {
    super(options);
    this.registered = transforms;
  }

  transform(id, transforms) {
    const disposable = super.transform(id, transforms);
    this.registered.keep(id);
    return disposable;
  }
}

class InlinedSettings extends DataConnector {
  constructor(inlined, manager, ready) {
    super();
    this.ready = ready;
    this.inlined = new Map(inlined.map((plugin) => [plugin.id, plugin]));
    this.manager = manager;
  }

  async fetch(id) {
    const known = this.inlined.get(id);
    // Some plugins ask for another's settings before that one has said how they are made. The network was slow enough to
    // hide it; answers that are there already are not.
    if (known?.schema["jupyter.lab.transform"] === true) await this.ready(id);
    return known ?? this.manager.fetch(id);
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
