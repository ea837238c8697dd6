// Two minutes before an idle session ends, ask; one press keeps it, and what was typed stays either way.
const { idle, extend } = document.body.dataset;
const dialog = document.getElementById("idle");
const WARN_MS = 120_000;

if (idle && extend && dialog) {
  const left = dialog.querySelector("[data-left]");
  const failed = dialog.querySelector("[data-failed]");
  let end = Date.now() + Number(idle) * 1000;

  const words = Intl.DurationFormat
    ? (seconds) => new Intl.DurationFormat(document.documentElement.lang, { style: "long" }).format({ minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
    : (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

  async function keep() {
    const headers = JSON.parse(document.body.getAttribute("hx-headers"));
    const answer = await fetch(extend, { method: "POST", headers }).catch(() => null);
    failed.hidden = Boolean(answer?.ok) && !answer.redirected;
    if (!failed.hidden) return;
    end = Date.now() + Number(idle) * 1000;
    dialog.close();
  }

  dialog.querySelector("[data-extend-now]").addEventListener("click", (event) => {
    event.preventDefault();
    keep();
  });
  dialog.addEventListener("cancel", keep);
  // Every answer of the server to this page has prolonged the session already.
  document.addEventListener("htmx:afterRequest", (event) => {
    // Except what the page asks by itself: nobody need be sitting before it.
    if (!event.detail.requestConfig?.headers["X-Quiet"]) end = Date.now() + Number(idle) * 1000;
  });
  setInterval(() => {
    const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
    if (seconds * 1000 > WARN_MS) return;
    left.textContent = words(seconds);
    if (!dialog.open && seconds > 0) dialog.showModal();
  }, 1000);
}
