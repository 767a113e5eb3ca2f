/* Asks before somebody leaves a form in which they typed; its own buttons save it.
   Without this file nothing is asked: what is to be kept has to be saved. */

function isChanged(field) {
  if (field.type === "checkbox") {
    return field.checked !== field.defaultChecked;
  }
  return field.localName === "textarea" && field.value !== field.defaultValue;
}

/* What was refused stands in its field as if it had been there from the beginning. */
function isUnsaved(form) {
  return form.dataset.gptUnsaved === "refused" || [...form.elements].some(isChanged);
}

for (const form of document.querySelectorAll("form[data-gpt-unsaved]")) {
  let isLeaving = false;
  form.addEventListener("submit", () => {
    isLeaving = true;
  });
  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && isUnsaved(form)) {
      event.preventDefault();
    }
  });
}
