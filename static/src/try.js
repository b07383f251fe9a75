// "Try it" on the page of API docs: sends an operation to this installation and shows what comes back.
// The key is read from its box when something is sent, and kept nowhere.

const LONGEST = 100_000;
const key = document.getElementById("try-key");

const shown = (response) => [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");

async function bodyOf(response) {
  const type = response.headers.get("Content-Type") || "";
  if (!/json|text/.test(type)) {
    const size = (await response.arrayBuffer()).byteLength;
    return size ? `${size.toLocaleString("en-GB")} bytes of ${type}` : "(no body)";
  }
  const text = await response.text();
  if (!text) return "(no body)";
  const pretty = /json/.test(type) ? JSON.stringify(JSON.parse(text), null, 2) : text;
  return pretty.length > LONGEST ? `${pretty.slice(0, LONGEST)}\n… (${pretty.length - LONGEST} characters more)` : pretty;
}

function callOf(form) {
  const { id, query, body } = form.elements;
  const headers = { Authorization: `Bearer ${key.value.trim()}` };
  for (const box of form.querySelectorAll("[data-header]")) {
    if (box.value.trim()) headers[box.dataset.header] = box.value.trim();
  }
  if (body) headers["Content-Type"] = "application/json";
  const path = form.dataset.path.replace("{id}", id ? encodeURIComponent(id.value.trim()) : "");
  const asked = query?.value.trim().replace(/^\?/, "");
  return {
    address: asked ? `${path}?${asked}` : path,
    // No cookie goes along, and no answer is kept: what is tried here is what a partner's system would do.
    options: { method: form.dataset.method, headers, body: body?.value, credentials: "omit", cache: "no-store" },
  };
}

function missing(form) {
  const { id } = form.elements;
  if (!key.value.trim()) return [key, "Enter your key first, at the top of this page."];
  if (id && !id.value.trim()) return [id, "Enter an id first."];
  return null;
}

function renew(form) {
  const box = form.querySelector('[data-header="Idempotency-Key"]');
  if (box) box.value = crypto.getRandomValues(new Uint32Array(4)).join("-");
}

async function send(form, place) {
  const say = (words) => (place.querySelector("[data-try-status]").textContent = words);
  const answer = place.querySelector("[data-try-answer]");
  const gap = missing(form);
  answer.hidden = true;
  if (gap) {
    gap[0].focus();
    return say(gap[1]);
  }
  say("Sending…");
  const { address, options } = callOf(form);
  const begun = performance.now();
  try {
    const response = await fetch(address, options);
    place.querySelector("[data-try-headers]").textContent = shown(response);
    place.querySelector("[data-try-body]").textContent = await bodyOf(response);
    answer.hidden = false;
    say(`${response.status} ${response.statusText}, ${Math.round(performance.now() - begun)} ms`);
    if (response.ok) renew(form);
  } catch (error) {
    say(`Nothing came back: ${error.message}. Look at what is filled in, and at your connection.`);
  }
}

document.querySelector("[data-try-key]").hidden = false;
for (const place of document.querySelectorAll("[data-try]")) {
  const form = place.querySelector("form");
  place.hidden = false;
  renew(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, place);
  });
}
