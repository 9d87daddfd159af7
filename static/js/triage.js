// The triage list by keyboard, and the panel beside it. Without this file a title opens the page of its request.
"use strict";

const panel = document.getElementById("panel");
const isShown = () => panel.offsetParent !== null;
let rows, current;
// Also whenever static/js/live.js has put another list in place.
function look() {
  rows = [...document.querySelectorAll("tbody tr[data-number]")];
  current = Math.max(0, rows.findIndex((row) => row.classList.contains("cur")));
}
document.addEventListener("listed", look);
look();

function select(index, { load = true } = {}) {
  const row = rows[index];
  if (!row) return;
  document.querySelector("tr.cur")?.classList.remove("cur");
  current = index;
  row.classList.add("cur");
  const link = row.querySelector("a.open");
  link.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  if (load && isShown()) link.click();
}

// Who comes back goes on where they were.
if (new URLSearchParams(location.search).has("open") && isShown()) select(current, { load: false });

// On a phone there is no panel: the title is the plain link that it is.
document.body.addEventListener("htmx:confirm", (event) => {
  if (!event.target.matches("a.open")) return;
  if (isShown()) {
    select(rows.indexOf(event.target.closest("tr")), { load: false });
    return;
  }
  event.preventDefault();
  location.assign(event.target.href);
});

// What the panel sends comes back to this list, at the next request; a second press of Enter sends nothing again.
let isSent = false;
window.addEventListener("pageshow", () => (isSent = false));
document.body.addEventListener("submit", (event) => {
  const back = panel.contains(event.target) && event.target.querySelector("[name=back]");
  if (!back) return;
  if (isSent) return event.preventDefault();
  isSent = true;
  const stays = event.target.querySelector("[name=stay]");
  const next = stays ? rows[current] : rows[current + 1] ?? rows[current - 1];
  if (!next) return;
  const url = new URL(back.value, location.href);
  url.searchParams.set("open", next.dataset.number);
  back.value = url.pathname + url.search;
});

const keys = {
  j: () => select(Math.min(current + 1, rows.length - 1)),
  k: () => select(Math.max(current - 1, 0)),
  x: () => rows[current]?.querySelector("[name=pick]").click(),
  a: () => {
    const form = panel.querySelector("[data-assign]");
    if (form?.matches("a")) form.click();
    const first = form?.querySelector("[type=radio]:checked") ?? form?.querySelector("[type=radio]:enabled");
    first?.focus();
    form?.scrollIntoView({ block: "nearest" });
  },
  r: () => panel.querySelector("[data-second]")?.click(),
  n: () => document.querySelector(".top a[href$="/file/"]")?.click(),
  "/": () => document.getElementById("q").focus(),
  "?": () => {
    const help = document.getElementById("keys");
    help.hidden = !help.hidden;
  },
  Enter: () => location.assign(rows[current].querySelector("a.open").href),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && event.target.closest("#panel, #filter")) {
    select(current, { load: false });
    return;
  }
  const isTyping = event.target.closest("input:not([type=checkbox]), select, textarea, summary, button, [contenteditable]");
  const isLink = event.target.closest("a:not(.open)");
  const press = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!press || isTyping || (event.key === "Enter" && isLink) || !(rows.length || event.key === "/")) return;
  event.preventDefault();
  press();
});

// A filter that is chosen applies at once, without empty parts in the address.
const filter = document.getElementById("filter");
filter.addEventListener("submit", () => {
  for (const field of filter.elements) if (field.form === filter && !field.value) field.disabled = true;
});
filter.querySelector("[name=sort]").addEventListener("change", () => filter.requestSubmit());
