// What the pages do beyond HTML and CSS. Everything here is a comfort: each page works without it.

const page = document.body;
page.classList.add("js-enabled", "govuk-frontend-supported");

// The address is the link's in the page, so that it carries the fingerprint of the built file.
const { initAll } = await import(document.getElementById("govuk-js").href);

initAll(page);
page.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== page) initAll(event.detail.elt);
});

page.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
