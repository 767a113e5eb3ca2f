/* Print and copy-link. Without this file the print button stays hidden and a copy link is an
   ordinary link to the same address. */

const status = document.createElement("p");
status.className = "gp-visually-hidden";
status.setAttribute("role", "status");
document.body.append(status);

for (const button of document.querySelectorAll("[data-gp-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

async function copyLink(link) {
  const address = new URL(link.dataset.gpCopy, window.location.href).href;
  await navigator.clipboard.writeText(address);
  const label = link.querySelector("[data-gp-copy-label]");
  const before = label.textContent;
  label.textContent = link.dataset.gpCopied;
  status.textContent = link.dataset.gpCopied;
  link.classList.add("is-copied");
  window.setTimeout(() => {
    label.textContent = before;
    status.textContent = "";
    link.classList.remove("is-copied");
  }, 2500);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-gp-copy]");
  if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  const isAnchor = link.dataset.gpCopy.startsWith("#");
  if (!isAnchor) {
    event.preventDefault();
  }
  copyLink(link).catch(() => {
    if (!isAnchor) {
      window.location.assign(link.href);
    }
  });
});
