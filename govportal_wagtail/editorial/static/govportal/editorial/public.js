/* Public forms: after a mistake the list of mistakes has the focus; a second click sends nothing.
   Without this file the forms work as they are. */

document.querySelector("[data-gp-focus]")?.focus();

for (const form of document.querySelectorAll("[data-gp-once]")) {
  let isSent = false;
  form.addEventListener("submit", (event) => {
    // The proof of a challenge may still hold this submission back.
    if (event.defaultPrevented) {
      return;
    }
    if (isSent) {
      event.preventDefault();
      return;
    }
    isSent = true;
    // Whoever comes back to this page may send it again.
    window.addEventListener("pageshow", () => { isSent = false; }, { once: true });
  });
}

// The fields of an organisation are asked of organisations; without this file all are shown.
const organisation = document.querySelector("[data-gp-organisation]");
const kinds = [...document.querySelectorAll("input[name='kind']")];

function showOrganisation() {
  const chosen = kinds.find((kind) => kind.checked);
  organisation.hidden = chosen?.value === "person";
}

if (organisation) {
  for (const kind of kinds) {
    kind.addEventListener("change", showOrganisation);
  }
  showOrganisation();
}
