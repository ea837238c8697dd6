// Saved views. Each part has a way that works without this file.

// A list that was filtered without loading the page anew is kept as its address says.
document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("form[data-keeps-view]");
  if (form) form.elements.query.value = location.search.slice(1);
}, true);

// Rows ticked for one deed: how many there are, all of the page at once, a range with Shift.
const ticks = () => [...document.querySelectorAll("input[data-row][form=bulk]")];
function recount() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const boxes = ticks(), ticked = boxes.filter((box) => box.checked).length;
  const everything = bar.querySelector("[data-everything]");
  bar.querySelector("[data-ticked]").textContent = everything?.checked ? everything.parentElement.textContent.replace(/\D+/g, " ").trim() : ticked;
  bar.classList.toggle("has-ticked", ticked > 0 || Boolean(everything?.checked));
  const all = document.querySelector("[data-tick-all]");
  all.checked = boxes.length > 0 && ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
}
function put(box, checked) {
  if (box.checked === checked) return;
  box.checked = checked;
  box.closest("tr").classList.toggle("is-selected", checked);
}
let last = null;
document.addEventListener("click", (event) => {
  const box = event.target;
  if (!box.matches?.("input[data-row][form=bulk]")) return;
  const boxes = ticks(), from = boxes.indexOf(last), to = boxes.indexOf(box);
  if (event.shiftKey && from >= 0) boxes.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((one) => put(one, box.checked));
  last = box;
  recount();
});
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-tick-all]")) ticks().forEach((box) => put(box, event.target.checked));
  if (event.target.closest?.("[data-bulk]") || event.target.matches?.("[data-row], [data-tick-all]")) recount();
});
document.addEventListener("htmx:load", recount);
recount();
