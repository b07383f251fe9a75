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

// A file dropped anywhere on its box is the file that is chosen.
for (const box of document.querySelectorAll("[data-drop]")) {
  const input = box.querySelector("input[type=file]");
  const mark = (over) => box.classList.toggle("app-drop--over", over);
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  box.addEventListener("dragleave", () => mark(false));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
}

// Word and Excel put a table on the clipboard as HTML, too: it knows cells of several lines, which the text does not.
// What is too large for a form goes as text.
const LARGEST_PASTE = 900_000;
for (const box of document.querySelectorAll("[data-paste]")) {
  const [text, html] = [box.querySelector("textarea"), box.querySelector("input[type=hidden]")];
  text.addEventListener("paste", (event) => {
    const copied = event.clipboardData.getData("text/html");
    html.value = copied.includes("<table") && copied.length < LARGEST_PASTE ? copied : "";
  });
  // Words changed by hand after pasting count as they stand in the box.
  text.addEventListener("input", (event) => {
    if (event.inputType !== "insertFromPaste") html.value = "";
  });
}
