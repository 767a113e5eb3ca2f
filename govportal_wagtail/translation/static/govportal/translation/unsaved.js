/* Asks before somebody leaves a form in which they typed; its own buttons save it.
   Without this file nothing is asked: what is to be kept has to be saved. */

for (const form of document.querySelectorAll("form[data-gpt-unsaved]")) {
  let isLeaving = false;
  const isDirty = () =>
    [...form.elements].some((each) =>
      each.type === "checkbox" ? each.checked !== each.defaultChecked : each.localName === "textarea" && each.value !== each.defaultValue,
    );
  form.addEventListener("submit", () => {
    isLeaving = true;
  });
  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && (isDirty() || form.querySelector("[aria-invalid=true]"))) {
      event.preventDefault();
    }
  });
}
