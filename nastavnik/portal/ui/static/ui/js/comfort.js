// Saved views. Each part has a way that works without this file.

// A list that was filtered without loading the page anew is kept as its address says.
document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("form[data-keeps-view]");
  if (form) form.elements.query.value = location.search.slice(1);
}, true);
