/* Adds rows for further files and photos; without script a button of the form does it. */
(() => {
  "use strict";

  const wire = (box) => {
    const button = box.querySelector(".gps-add");
    const template = box.querySelector("template");
    const prefix = box.dataset.gpsRows;
    const total = box.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
    const most = Number(box.querySelector(`[name="${prefix}-MAX_NUM_FORMS"]`).value);
    if (!button || !template || !total) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const count = Number(total.value);
      if (count >= most) {
        button.disabled = true;
        return;
      }
      const holder = document.createElement("div");
      holder.innerHTML = template.innerHTML.replaceAll("__prefix__", String(count));
      const row = holder.firstElementChild;
      row.querySelector("legend").append(` ${count + 1}`);
      box.insertBefore(row, template);
      total.value = String(count + 1);
      row.querySelector("input[type=file]").focus();
    });
  };

  const start = () => document.querySelectorAll("[data-gps-rows]").forEach(wire);

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
