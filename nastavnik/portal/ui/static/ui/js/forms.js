// Forms: sent once, never lost by mistake, files dropped where they belong. The server checks it all again.

// The second press of a button does nothing until the answer comes.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  if (form.dataset.sent) return event.preventDefault();
  if (form.method === "post" && !form.matches("[hx-post]")) {
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
  }
  delete form.dataset.changed;
});
// Coming back by the browser's arrow finds the form ready again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]:not([aria-busy])").forEach((one) => one.removeAttribute("aria-disabled"));
  }
});

// A form that waited for a proof of identity goes on; coming back to it later sends nothing.
document.querySelector("form[data-goes-on]")?.requestSubmit();

// What was typed and not sent is not left behind without a question.
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form) form.dataset.changed = "yes";
});
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-guard][data-changed]")) event.preventDefault();
});

// The place to drop a file is a file field; dropping fills the field.
const megabytes = (bytes) => (bytes / 1_048_576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
function show(zone, input) {
  const chosen = zone.querySelector("[data-chosen]");
  const files = [...input.files];
  const tooBig = Boolean(input.dataset.max) && files.some((file) => file.size > Number(input.dataset.max));
  chosen.textContent = files.map((file) => `${file.name}, ${megabytes(file.size)} ${zone.dataset.unit}`).join("; ");
  chosen.hidden = files.length === 0;
  zone.querySelector("[data-too-big]").hidden = !tooBig;
  // A form that asks for nothing but the file goes with it.
  if (files.length && !tooBig && input.form?.matches("[data-at-once]")) input.form.requestSubmit();
}
const zoneOf = (event) => event.target.closest?.("[data-dropzone]");
for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const zone = zoneOf(event);
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("is-over", name === "dragover");
    const input = zone.querySelector("input[type=file]");
    if (name !== "drop" || !event.dataTransfer.files.length) return;
    const files = new DataTransfer();
    const taken = input.multiple ? [...event.dataTransfer.files] : [event.dataTransfer.files[0]];
    taken.forEach((file) => files.items.add(file));
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
document.addEventListener("change", (event) => {
  const zone = zoneOf(event);
  if (zone && event.target.matches("input[type=file]")) show(zone, event.target);
});

/* A table pasted from Word or Excel: the text is shown, its markup, which knows merged cells, goes beside it. */
for (const area of document.querySelectorAll("textarea[data-markup]")) {
  const markup = document.getElementById(area.dataset.markup);
  area.addEventListener("paste", (event) => {
    const html = event.clipboardData.getData("text/html");
    markup.value = html.includes("<table") ? html : "";
  });
  area.addEventListener("input", (event) => { if (event.inputType !== "insertFromPaste") markup.value = ""; });
}
