/* Marks in the row of links at the top of a document which of its parts is on the screen.
   Without this file the links work as they are. */

const links = new Map(
  [...document.querySelectorAll(".gp-tabs--sticky .gp-tabs__link")].map((link) => [
    link.hash.slice(1),
    link,
  ]),
);

function mark(id) {
  if (!links.has(id)) {
    return;
  }
  for (const link of links.values()) {
    link.removeAttribute("aria-current");
  }
  links.get(id).setAttribute("aria-current", "true");
}

const observer = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) {
        mark(entry.target.getAttribute("aria-labelledby"));
      }
    }
  },
  { rootMargin: "-15% 0px -75% 0px" },
);

for (const part of document.querySelectorAll(".gp-document__part")) {
  observer.observe(part);
}
