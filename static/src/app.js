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

// An answer's draft keeps itself as it is typed (htmx, templates/plans/_answer_form.html). Each save waits for the one
// before, since that brings the version it goes on from; so does sending. Whatever goes wrong is said, and what is
// typed stays.
for (const status of document.querySelectorAll("[data-autosave]")) {
  const form = status.closest("form");
  const path = status.getAttribute("hx-post");
  let [typed, saving, sending, waiting] = [false, false, false, null];

  form.addEventListener("input", () => (typed = true));
  form.addEventListener("submit", (event) => {
    sending = true;
    if (!saving) return;
    event.preventDefault();
    waiting = event.submitter;
  });
  status.addEventListener("htmx:beforeRequest", (event) => {
    if (sending || !typed) event.preventDefault();
    else [typed, saving] = [false, true];
  });
  status.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    // Signed out meanwhile: the answer is the sign-in page.
    if (!xhr.responseURL.endsWith(path)) {
      event.detail.shouldSwap = false;
      status.textContent = "Not saved yet: you are signed out. Sign in in another tab, then go on typing here.";
    } else if (xhr.status === 409) {
      event.detail.shouldSwap = true; // it says why
      event.detail.isError = false;
    }
  });
  status.addEventListener("htmx:afterRequest", (event) => {
    saving = false;
    const { status: code } = event.detail.xhr;
    if (code !== 200) typed = true;
    if (![200, 409, 422].includes(code)) {
      status.textContent = "Not saved yet: the tracker cannot be reached. Your words are still here.";
    }
    if (waiting) form.requestSubmit(waiting);
  });
  // Leaving the page by a link or closing it: the last words still go, on their own.
  addEventListener("pagehide", () => {
    if (typed && !saving && !sending) fetch(path, { method: "POST", body: new FormData(form), keepalive: true });
  });
  addEventListener("beforeunload", (event) => {
    if (typed && saving && !sending) event.preventDefault();
  });
  addEventListener("pageshow", () => (sending = false));
}
