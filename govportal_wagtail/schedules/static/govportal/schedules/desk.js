/* The desk of a week from the keyboard: Enter leads to the next item, rows are added and moved
   without a way to the server, and what was typed outlives an error. Without this file every button
   does the same by a request. */

import { keep } from "./desk_keep.js";

const form = document.querySelector("[data-gpw-desk]");

function start() {
  const template = document.querySelector("#gpw-row");
  const rowsOf = (day) => [...day.querySelectorAll("[data-gpw-row]")];
  const days = () => [...form.querySelectorAll("[data-gpw-day]")].filter((day) => day.dataset.gpwDay);
  const dayOf = (row) => row.closest("[data-gpw-day]");
  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const isBlank = (row) =>
    [...row.querySelectorAll('input:not([type="hidden"], [type="checkbox"]), textarea')].every(
      (each) => !each.value.trim(),
    );
  let next = Math.max(-1, ...rowsOf(form).map((row) => Number(row.dataset.gpwRow))) + 1;

  function newRow(day) {
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__number__", String(next));
    next += 1;
    const row = holder.content.firstElementChild;
    row.querySelector("[data-gpw-uid]").value = crypto.randomUUID?.() ?? "";
    row.querySelector("[data-gpw-choose-day]").value = day.dataset.gpwDay;
    wire(row);
    return row;
  }

  function add(day) {
    const row = newRow(day);
    day.querySelector("[data-gpw-rows]").append(row);
    return row;
  }

  const enter = (row) => field(row, "when").focus();

  function below(row) {
    const all = rowsOf(dayOf(row));
    return all[all.indexOf(row) + 1];
  }

  function onward(row) {
    if (!below(row) && isBlank(row)) {
      nextDay(row);
      return;
    }
    enter(below(row) ?? add(dayOf(row)));
  }

  function nextDay(row) {
    const all = days();
    const day = all[all.indexOf(dayOf(row)) + 1];
    if (day) {
      enter(rowsOf(day).find(isBlank) ?? add(day));
    }
  }

  function settle(row) {
    const select = row.querySelector("[data-gpw-choose-day]");
    const day = dayOf(row).dataset.gpwDay;
    if (day) {
      select.value = day;
    }
    form.dispatchEvent(new Event("input"));
  }

  /* One place up or down; at the end of its day, into the next one. Empty rows count for nothing. */
  function move(row, step) {
    const others = rowsOf(dayOf(row)).filter((each) => each === row || !isBlank(each));
    const target = others[others.indexOf(row) + step];
    if (target) {
      target[step > 0 ? "after" : "before"](row);
    } else {
      const all = days();
      const day = all[all.indexOf(dayOf(row)) + step];
      if (!day) {
        return;
      }
      const list = day.querySelector("[data-gpw-rows]");
      const last = rowsOf(day).filter((each) => !isBlank(each)).at(-1);
      if (step > 0) {
        list.prepend(row);
      } else if (last) {
        last.after(row);
      } else {
        list.prepend(row);
      }
    }
    settle(row);
    row.scrollIntoView({ block: "nearest" });
  }

  function grow(area) {
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight + 2}px`;
  }

  function drag(row) {
    const grip = row.querySelector("[data-gpw-grip]");
    grip.hidden = false;
    grip.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      row.classList.add("gpw-row--dragged");
      const over = (moved) => {
        const under = document
          .elementsFromPoint(moved.clientX, moved.clientY)
          .map((each) => each.closest("[data-gpw-row]") ?? each.closest("[data-gpw-day]"))
          .find((each) => each && each !== row && !row.contains(each) && !each.contains(row));
        if (!under) {
          return;
        }
        if (under.matches("[data-gpw-day]")) {
          if (under.dataset.gpwDay && under !== dayOf(row)) {
            under.querySelector("[data-gpw-rows]").append(row);
          }
          return;
        }
        const box = under.getBoundingClientRect();
        under[moved.clientY < box.top + box.height / 2 ? "before" : "after"](row);
        row.scrollIntoView({ block: "nearest" });
      };
      // A row that is put elsewhere loses the capture of its pointer: the window listens.
      const ends = ["pointerup", "pointercancel"];
      const drop = () => {
        row.classList.remove("gpw-row--dragged");
        window.removeEventListener("pointermove", over);
        ends.forEach((end) => window.removeEventListener(end, drop));
        settle(row);
      };
      window.addEventListener("pointermove", over);
      ends.forEach((end) => window.addEventListener(end, drop));
    });
  }

  function wire(row) {
    drag(row);
    for (const area of row.querySelectorAll("textarea")) {
      area.addEventListener("input", () => grow(area));
      if (area.value) {
        grow(area);
      }
    }
    row.querySelector("[data-gpw-choose-day]").addEventListener("change", (event) => {
      const day = days().find((each) => each.dataset.gpwDay === event.target.value);
      if (day && day !== dayOf(row)) {
        day.querySelector("[data-gpw-rows]").prepend(row);
        event.target.focus();
        row.scrollIntoView({ block: "nearest" });
      }
    });
    for (const button of row.querySelectorAll("[data-gpw-step]")) {
      button.addEventListener("click", (event) => {
        event.preventDefault();
        move(row, Number(button.dataset.gpwStep));
        button.focus();
      });
    }
  }

  form.addEventListener("keydown", (event) => {
    if (event.isComposing) {
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.requestSubmit(form.querySelector('.gpw-bar [name="save"]'));
      return;
    }
    const row = event.target.closest("[data-gpw-row]");
    if (!row) {
      return;
    }
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      const here = event.target;
      move(row, event.key === "ArrowUp" ? -1 : 1);
      here.focus();
    } else if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      nextDay(row);
    } else if (
      event.key === "Enter" &&
      !event.shiftKey &&
      !event.altKey &&
      event.target.matches('input:not([type="checkbox"]), textarea')
    ) {
      event.preventDefault();
      onward(row);
    }
  });

  for (const button of form.querySelectorAll("[data-gpw-more]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      enter(add(button.closest("[data-gpw-day]")));
    });
  }
  for (const row of rowsOf(form)) {
    wire(row);
  }
  keep(form, { add: (day) => add(days().find((each) => each.dataset.gpwDay === day) ?? days()[0]) });
  form.querySelector("#gpw-problems")?.focus();
}

if (form) {
  start();
}
