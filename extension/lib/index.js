const plugins = [];
export default plugins;
//# sourceMappingURL=index.js.map