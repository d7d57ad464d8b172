/* The box for SQL: numbered lines, Shift-Enter, "Format SQL". Without scripts it is a plain text box. */
"use strict";

{
  const input = document.querySelector("textarea#sql-editor");
  const shown = document.querySelector("pre#sql-query");
  const format = document.querySelector("button#sql-format");

  if (input) {
    const editor = CodeMirror.fromTextArea(input, { lineNumbers: true, lineWrapping: true, mode: "text/x-sql" });
    editor.getInputField().setAttribute("aria-label", input.getAttribute("aria-label") || "SQL");
    editor.setOption("extraKeys", {
      "Shift-Enter": () => {
        editor.save();
        input.form.submit();
      },
      Tab: false, // goes on to the next field
    });
    new ResizeObserver(() => editor.refresh()).observe(editor.getWrapperElement()); // its corner can be pulled
    if (format) {
      format.hidden = false;
      format.addEventListener("click", () => editor.setValue(sqlFormatter.format(editor.getValue())));
    }
  } else if (shown && format) {
    const formatted = sqlFormatter.format(shown.textContent);
    if (formatted !== shown.textContent) {
      format.hidden = false;
      format.addEventListener("click", () => {
        shown.textContent = formatted;
      });
    }
  }
}
