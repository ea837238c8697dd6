// The window of the search: Ctrl+K opens it, arrows choose, Enter opens the first. Without this file the button
// leads to the page of the search. And the keys «g» and a letter, that go to a page.
const dialog = document.getElementById("search");
const field = document.getElementById("search-everywhere");
const hits = () => [...dialog.querySelectorAll("[data-hit]")];

document.addEventListener("keydown", (event) => {
  // The Russian layout types «л» where K is.
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyK" && dialog) {
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
    field.select();
  }
});
dialog?.addEventListener("keydown", (event) => {
  const found = hits(), at = found.indexOf(document.activeElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? field : found[Math.min(next, found.length - 1)] ?? field).focus();
  } else if (event.key === "Enter" && event.target === field && found.length) {
    event.preventDefault();
    found[0].click();
  }
});
dialog?.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

// «g», then a letter by its place on the keyboard, so that both layouts do.
const PLACES = { KeyH: "/", KeyP: "/plans/", KeyO: "/organisations/", KeyN: "/notices/" };
let waits = 0;
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, select, textarea, [contenteditable], dialog[open]");
  if (document.body.dataset.keys !== "on" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.code === "KeyG") { waits = Date.now(); return; }
  const address = Date.now() - waits < 1500 && PLACES[event.code];
  waits = 0;
  if (!address || !document.querySelector(`a[href^="${address}"]`)) return;
  event.preventDefault();
  location.assign(address);
});
