// Menus, windows, messages and keys. Every one of them has a way that works without this file.
const body = document.body;
document.documentElement.classList.add("scripted");

// A menu closes on Escape and on a click beside it.
const openMenus = () => document.querySelectorAll("details[data-drop][open]");
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    const held = menu.contains(document.activeElement);
    menu.open = false;
    if (held) menu.querySelector("summary").focus();
  }
});

// A link with data-dialog opens the window of that id; where the page has none, the link leads to its page.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-dialog]");
  const dialog = link && document.getElementById(link.dataset.dialog);
  if (!dialog?.showModal || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  dialog.showModal();
});

// Messages go by themselves, but never while somebody reads them or stands on their button.
const SHOWN_MS = 10_000;
function watch(toast) {
  let left = SHOWN_MS, since = 0, timer = 0;
  const go = () => toast.remove();
  const run = () => { since = Date.now(); timer = setTimeout(go, left); };
  const wait = () => { clearTimeout(timer); left = Math.max(left - (Date.now() - since), 2000); };
  toast.querySelector("[data-close]")?.addEventListener("click", go);
  if (toast.dataset.toast === "stays") return;
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, wait);
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, run);
  run();
}
function settle(root) {
  root.querySelectorAll("[data-toast]:not([data-watched])").forEach((toast) => {
    toast.dataset.watched = "";
    watch(toast);
  });
  root.querySelector("[data-focus]:not([data-still] *)")?.focus();
}
settle(document);
document.addEventListener("htmx:load", (event) => settle(event.detail.elt));
document.addEventListener("nastavnik:message", () => settle(document.querySelector(".toasts")));

// What htmx could not bring is told in words, and the page stays as it is. (Two versions of one thing, 409, do
// take the place of the page: ui/head.html says so.)
function tell(event) {
  const trouble = document.getElementById("trouble")?.content.cloneNode(true);
  if (!trouble) return;
  const incident = event.detail.xhr?.getResponseHeader("X-Incident");
  const place = trouble.querySelector("[data-incident]");
  place.hidden = !incident;
  place.querySelector("strong").textContent = incident ?? "";
  document.querySelector(".toasts").append(trouble);
  settle(document);
}
document.addEventListener("htmx:responseError", tell);
document.addEventListener("htmx:sendError", tell);

// A ticked row shows that it is ticked.
document.addEventListener("change", (event) => {
  if (event.target.matches?.("tr input[type=checkbox][data-row]")) {
    event.target.closest("tr").classList.toggle("is-selected", event.target.checked);
  }
});

// «/» goes to the search, «?» shows the keys; not while somebody types, and not when switched off.
const isTyping = (place) => place.closest?.("input, select, textarea, [contenteditable], dialog[open]");
document.addEventListener("keydown", (event) => {
  if (body.dataset.keys !== "on" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  // The Russian layout has the slash on another key and types a full stop there.
  if (event.key === "/" || (event.code === "Slash" && event.key === ".")) {
    const fields = document.querySelectorAll("[data-search], [role=search] :is(input, select, summary)");
    const search = [...fields].find((field) => field.type !== "hidden" && field.getClientRects().length);
    if (!search) return;
    event.preventDefault();
    search.focus();
  } else if (event.key === "?" || (event.code === "Slash" && event.key === ",")) {
    event.preventDefault();
    document.getElementById("keys-help")?.showModal();
  }
});

// Links to other views of a list go on with the filter that was chosen without loading the page anew.
document.addEventListener("htmx:pushedIntoHistory", () => {
  const chosen = new URLSearchParams(location.search);
  for (const name of ["after", "before"]) chosen.delete(name);
  for (const link of document.querySelectorAll("[data-follows-filter] a")) link.search = chosen;
});
