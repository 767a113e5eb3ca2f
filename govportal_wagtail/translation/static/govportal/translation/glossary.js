/* Translations of terms beside a text become buttons that insert them at the caret of its field.
   Without this file they are words to read. */

const touched = new WeakSet();

function insert(field, words) {
  const end = field.value.length;
  const [from, to] = touched.has(field) ? [field.selectionStart, field.selectionEnd] : [end, end];
  const blank = /[\p{L}\p{N},.;:!?)]$/u.test(field.value.slice(0, from)) ? " " : "";
  field.setRangeText(blank + words, from, to, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function offer(target) {
  const field = document.getElementById(target.dataset.gptField);
  const button = document.createElement("button");
  const label = document.createElement("span");
  button.type = "button";
  button.className = target.className;
  label.className = "w-sr-only";
  label.textContent = `${target.closest("[data-gpt-label]").dataset.gptLabel} `;
  const words = document.createElement("span");
  words.lang = target.lang;
  words.textContent = target.textContent;
  button.append(label, words);
  button.addEventListener("click", () => insert(field, words.textContent));
  field.addEventListener("focus", () => touched.add(field));
  target.replaceWith(button);
}

for (const target of document.querySelectorAll("[data-gpt-field]")) {
  offer(target);
}
