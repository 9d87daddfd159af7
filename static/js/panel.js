// The panel beside the triage list: it never shows another request than the one chosen, and is still while it loads.
"use strict";

const panel = document.getElementById("panel");
const isPanelShown = () => panel.offsetParent !== null;
const chosen = () => document.querySelector("tbody tr.cur")?.dataset.number ?? "";
let loading = null;

function rest(isBusy) {
  panel.inert = isBusy;
  panel.setAttribute("aria-busy", String(isBusy));
}

document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target !== panel) return;
  loading = event.detail.xhr;
  rest(true);
});

// An answer that comes late is for a row that was left already.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target !== panel) return;
  const asked = new URL(event.detail.pathInfo.requestPath, location.href).searchParams.get("open");
  if (asked !== chosen()) event.detail.shouldSwap = false;
});

document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.target !== panel || event.detail.xhr !== loading) return;
  rest(false);
  if (event.detail.failed) panel.textContent = panel.dataset.failed;
});

// What the panel sends comes back to this list, at the next request; a second press of Enter sends nothing again.
let isSent = false;
window.addEventListener("pageshow", () => (isSent = false));
document.body.addEventListener("submit", (event) => {
  const back = panel.contains(event.target) && event.target.querySelector("[name=back]");
  if (!back) return;
  if (isSent) return event.preventDefault();
  isSent = true;
  const row = document.querySelector("tbody tr.cur");
  const stays = event.target.querySelector("[name=stay]");
  const next = stays ? row : row?.nextElementSibling ?? row?.previousElementSibling;
  if (!next) return;
  const url = new URL(back.value, location.href);
  url.searchParams.set("open", next.dataset.number);
  back.value = url.pathname + url.search;
});
