/* Keeps what was typed on the desk in this window until it is saved: through a lost connection, an
   expired login, a closed lid. The store of a window ends with it, so that nothing stays behind on a
   machine that several people use. */

const PAUSE_MS = 600;
const NAME = /^row-(\d+)-(.+)$/;

/* The rows as the form has them: an object of values for each, without what belongs to a request. */
function snapshot(form) {
  const rows = new Map();
  for (const element of form.elements) {
    const found = NAME.exec(element.name);
    if (!found) {
      continue;
    }
    const row = rows.get(found[1]) ?? {};
    const isBox = element.type === "checkbox";
    if (!isBox || found[2] === "remove") {
      row[found[2]] = isBox ? element.checked : element.value;
    }
    rows.set(found[1], row);
  }
  return { rows: [...rows.values()], note: form.elements.note.value };
}

const says = (state) => JSON.stringify(state);

export function keep(form, { add }) {
  const key = `gpw-desk-${form.dataset.gpwKeep}`;
  const box = form.querySelector("[data-gpw-kept]");
  const status = form.querySelector("[data-gpw-status]");
  // What the server shows again was not saved, whatever it is.
  const wasPosted = "gpwPosted" in form.dataset;
  const first = says(snapshot(form));
  let timer = 0;
  let isLeaving = false;

  const read = () => {
    try {
      return JSON.parse(window.sessionStorage.getItem(key));
    } catch {
      return null;
    }
  };

  const forget = () => {
    try {
      window.sessionStorage.removeItem(key);
    } catch {
      // No store: nothing to forget.
    }
  };

  const isDirty = () => wasPosted || says(snapshot(form)) !== first;

  function store(isSent = false) {
    window.clearTimeout(timer);
    status.textContent = isDirty() ? form.dataset.gpwUnsaved : "";
    if (!isDirty()) {
      return;
    }
    try {
      window.sessionStorage.setItem(key, says({ ...snapshot(form), at: Date.now(), based: form.dataset.gpwBased, isSent }));
    } catch {
      // The store is full or forbidden: the form itself still has it.
    }
  }

  function fill(state) {
    const rowOf = (uid) => form.querySelector(`[data-gpw-uid][value="${CSS.escape(uid)}"]`);
    for (const kept of state.rows) {
      const isBlank = !["when", "content", "place", "chairs", "participants"].some((n) => kept[n]);
      const known = kept.uid && rowOf(kept.uid);
      if (!known && isBlank) {
        continue;
      }
      const row = known ? known.closest("[data-gpw-row]") : add(kept.day);
      for (const [name, value] of Object.entries(kept)) {
        const element = row.querySelector(`[name$="-${name}"]`);
        if (!element) {
          continue;
        }
        if (element.type === "checkbox") {
          element.checked = value;
        } else if (element.value !== value) {
          element.value = value;
          element.dispatchEvent(new Event("change"));
          element.dispatchEvent(new Event("input"));
        }
      }
    }
    form.elements.note.value = state.note;
    store();
  }

  let kept = read();
  if (kept?.isSent && kept.based === form.dataset.gpwSaved) {
    forget();
    kept = null;
  }
  if (kept && !wasPosted && says({ rows: kept.rows, note: kept.note }) !== first) {
    box.querySelector("time").textContent = new Date(kept.at).toLocaleTimeString(document.documentElement.lang);
    box.querySelector("time").dateTime = new Date(kept.at).toISOString();
    box.hidden = false;
  }
  box.querySelector("[data-gpw-restore]").addEventListener("click", () => {
    box.hidden = true;
    fill(kept);
  });
  box.querySelector("[data-gpw-forget]").addEventListener("click", () => {
    box.hidden = true;
    forget();
  });
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => store(), PAUSE_MS);
  });
  form.addEventListener("submit", () => {
    store(true);
    isLeaving = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && isDirty()) {
      store();
      event.preventDefault();
    }
  });
}
