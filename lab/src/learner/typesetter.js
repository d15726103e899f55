// Formulas are rare in lessons about data, and the library that draws them is a sixth of the page: it comes with the first one.
import { ILatexTypesetter } from "@jupyterlab/rendermime";

const formula = /\$|\\\(|\\\[|\\begin\{/;

export const typesetter = {
  id: "@data-surgery/lab:typesetter",
  description: "Draws formulas, once there is one.",
  autoStart: true,
  provides: ILatexTypesetter,
  activate: () => {
    let loading;
    return {
      async typeset(node) {
        if (!formula.test(node.textContent ?? "")) return;
        loading ??= import("@jupyterlab/mathjax-extension").then(({ MathJaxTypesetter }) => new MathJaxTypesetter());
        await (await loading).typeset(node);
      },
    };
  },
};
