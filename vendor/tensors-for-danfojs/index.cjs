exports.Tensor = class {};
