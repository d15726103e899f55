"""The public jupyter_kernel_test suite, configured for our kernelspec. Run by `npm run test:interop`."""

import unittest

import jupyter_kernel_test as jkt


class SurgeryKernelTests(jkt.KernelTests):
    kernel_name = "surgery"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("to the other stream")'
    code_generate_error = 'throw new Error("boom")'
    code_clear_output = 'display.clear()'
    completion_samples = [
        {"text": "Math.flo", "matches": {"floor"}},
        {"text": "JSON.strin", "matches": {"stringify"}},
    ]
    complete_code_samples = [
        "1",
        'console.log("x")',
        "function f(x: number) {\n  return x;\n}",
        "const a: number = 1;",
        "let row = { a: 1 }",
    ]
    incomplete_code_samples = [
        "function f(x: number){",
        "const a2 = [1,",
        "let text = `open",
        "if (true) {",
    ]
    invalid_code_samples = ["1 +* 2;", "let let = ;;)", "import 7q"]
    code_execute_result = [
        {"code": "6*7", "result": "42"},
        {"code": "'a' + 'b'", "result": "'ab'"},
        {"code": "let big = 6 * 8; big", "result": "48"},
        {"code": "await Promise.resolve(5)", "result": "5"},
    ]
    code_display_data = [
        {"code": 'display.html("<b>bold</b>")', "mime": "text/html"},
        {"code": 'display.markdown("**bold**")', "mime": "text/markdown"},
    ]
    code_history_pattern = "6*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.floor"


if __name__ == "__main__":
    unittest.main(verbosity=2)
