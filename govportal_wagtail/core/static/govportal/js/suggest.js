/* Suggestions below a search box while somebody types: a combobox with a list, as the ARIA authoring
   practices describe it. Without this file the box is an ordinary form. */

const SHORTEST = 2;
const PAUSE_MS = 180;

let boxes = 0;

function offer(form) {
  const input = form.querySelector('input[name="query"]');
  if (!input || !form.dataset.gpSuggest) {
    return;
  }
  boxes += 1;
  const list = document.createElement("ul");
  list.id = `gp-suggest-${boxes}`;
  list.className = "gp-suggest";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.gpSuggestLabel);
  list.hidden = true;
  const status = document.createElement("span");
  status.className = "gp-visually-hidden";
  status.setAttribute("role", "status");
  form.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  let timer = 0;
  let asked = "";
  let request = null;

  const options = () => [...list.children];
  const chosen = () => options().find((option) => option.getAttribute("aria-selected") === "true");

  function choose(option) {
    for (const each of options()) {
      each.setAttribute("aria-selected", String(each === option));
    }
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function setOpen(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) {
      choose(null);
    }
  }

  function forget() {
    window.clearTimeout(timer);
    request?.abort();
    setOpen(false);
    list.replaceChildren();
    status.textContent = "";
    asked = "";
  }

  function go(option) {
    window.location.assign(option.dataset.gpUrl);
  }

  function show(suggestions) {
    list.replaceChildren(
      ...suggestions.map((suggestion, position) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${position}`;
        option.className = "gp-suggest__option";
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.gpUrl = suggestion.url;
        option.append(suggestion.label);
        if (suggestion.kind) {
          const kind = document.createElement("span");
          kind.className = "gp-suggest__kind";
          kind.append(suggestion.kind);
          option.append(kind);
        }
        return option;
      }),
    );
    setOpen(suggestions.length > 0 && document.activeElement === input);
    const { gpSuggestLabel } = form.dataset;
    status.textContent = suggestions.length ? `${gpSuggestLabel}: ${suggestions.length}` : "";
  }

  async function ask(text) {
    request?.abort();
    request = new AbortController();
    const address = new URL(form.dataset.gpSuggest, window.location.href);
    for (const [name, value] of new FormData(form)) {
      address.searchParams.set(name, value);
    }
    const answer = await fetch(address, { signal: request.signal });
    if (answer.ok && input.value.trim() === text) {
      show((await answer.json()).suggestions);
    }
  }

  function whenTyped() {
    const text = input.value.trim();
    if (text === asked) {
      return;
    }
    if (text.length < SHORTEST) {
      forget();
      return;
    }
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      asked = text;
      // Without an answer the form still works.
      ask(text).catch(() => {});
    }, PAUSE_MS);
  }

  function move(step) {
    if (list.hidden) {
      setOpen(list.children.length > 0);
    }
    const all = options();
    if (!all.length) {
      return;
    }
    // One place more than there are options: that of the box itself.
    const places = all.length + 1;
    const place = all.indexOf(chosen()) + 1;
    choose(all[((place + step + places) % places) - 1] || null);
  }

  input.addEventListener("input", whenTyped);
  input.addEventListener("blur", () => setOpen(false));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const option = chosen();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && option && !list.hidden) {
      event.preventDefault();
      go(option);
    } else if (event.key === "Escape" && !list.hidden) {
      // The first Escape closes the list, the next one is the browser's and empties the box.
      event.preventDefault();
      setOpen(false);
    }
  });
  form.addEventListener("submit", forget);
  // The box keeps the focus while an option is clicked.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest(".gp-suggest__option");
    if (option) {
      go(option);
    }
  });
  // Who comes back from a result finds the page as it was left, without an open list.
  window.addEventListener("pageshow", () => setOpen(false));
}

for (const form of document.querySelectorAll("form[data-gp-suggest]")) {
  offer(form);
}
