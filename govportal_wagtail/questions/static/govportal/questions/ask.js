/* Answered questions that are like the one being typed, below its title. The text is posted, so that
   it stands in no address and no log. Without this file there is a link to the search. */

const SHORTEST = 8;
const PAUSE_MS = 600;

function item({ title, url, date }, newTab) {
  const entry = document.createElement("li");
  const link = document.createElement("a");
  link.href = url;
  // In a tab of its own: what was typed must not be lost.
  link.target = "_blank";
  link.rel = "noopener";
  link.append(title);
  const hint = document.createElement("span");
  hint.className = "gp-visually-hidden";
  hint.append(` (${newTab})`);
  link.append(hint);
  entry.append(link);
  if (date) {
    const when = document.createElement("span");
    when.className = "gp-source";
    when.append(` (${date})`);
    entry.append(when);
  }
  return entry;
}

function offer(box) {
  const form = box.closest("form");
  const input = form.querySelector("#id_title");
  const list = box.querySelector("[data-gp-similar-list]");
  const status = form.querySelector("[data-gp-similar-status]");
  const { gpSimilar, found, newTab } = box.dataset;
  let timer = 0;
  let asked = "";
  let request = null;

  function show(items) {
    list.replaceChildren(...items.map((each) => item(each, newTab)));
    box.hidden = items.length === 0;
    // Said once in a pause of typing; who wants it finds the list right after the field.
    status.textContent = items.length ? `${found} ${items.length}` : "";
  }

  async function ask(text) {
    request?.abort();
    request = new AbortController();
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("text", text);
    const answer = await fetch(gpSimilar, { method: "POST", body, signal: request.signal });
    if (answer.ok && input.value.trim() === text) {
      show((await answer.json()).items);
    }
  }

  function look() {
    const text = input.value.trim();
    if (text === asked) {
      return;
    }
    asked = text;
    if (text.length < SHORTEST) {
      request?.abort();
      show([]);
      return;
    }
    // Without an answer the form still works.
    ask(text).catch(() => {});
  }

  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, PAUSE_MS);
  });
}

for (const box of document.querySelectorAll("[data-gp-similar]")) {
  offer(box);
}
