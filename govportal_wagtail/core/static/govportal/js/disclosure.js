/* Menus and other disclosures: Escape closes, a click elsewhere closes, wide screens show all.
   Without this file every <details> still opens and closes by itself. */

const wide = window.matchMedia("(min-width: 64rem)");

function openWhereWide() {
  for (const shell of document.querySelectorAll(".gp-wide-open")) {
    shell.open = wide.matches;
  }
}

// The style sheet shows them too, but only "open" tells everybody else that they are.
openWhereWide();
wide.addEventListener("change", openWhereWide);

const menu = document.querySelector(".gp-menu");

function closeMenus(except = null) {
  for (const more of menu.querySelectorAll(".gp-menu__more[open]")) {
    if (more !== except) {
      more.open = false;
    }
  }
}

if (menu) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      return;
    }
    const open = event.target.closest(".gp-menu__more[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (wide.matches) {
      closeMenus(event.target.closest(".gp-menu__more"));
    }
  });
  menu.addEventListener("focusout", (event) => {
    if (wide.matches && event.relatedTarget) {
      closeMenus(event.relatedTarget.closest(".gp-menu__more"));
    }
  });
}
