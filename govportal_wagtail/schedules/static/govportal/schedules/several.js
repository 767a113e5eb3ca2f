/* Fields in which several names stand, with semicolons between them: the words on offer begin with
   what stands there already, since a browser replaces the whole field by the word that is chosen.
   Without this file the words are offered for the first name. */

const BETWEEN = "; ";

function offer(input) {
  const list = input.list;
  if (!list) {
    return;
  }
  const before = input.value.slice(0, input.value.lastIndexOf(";") + 1).trimEnd();
  for (const option of list.options) {
    option.dataset.gpwWord ??= option.value;
    option.value = before ? `${before} ${option.dataset.gpwWord}` : option.dataset.gpwWord;
  }
}

for (const kind of ["focusin", "input"]) {
  document.addEventListener(kind, (event) => {
    if (event.target.matches?.("input[data-gpw-several]")) {
      offer(event.target);
    }
  });
}
document.addEventListener("focusout", (event) => {
  const input = event.target;
  if (input.matches?.("input[data-gpw-several]")) {
    input.value = input.value.replace(/[;\s]+$/, "").replaceAll(/\s*;\s*/g, BETWEEN);
  }
});
