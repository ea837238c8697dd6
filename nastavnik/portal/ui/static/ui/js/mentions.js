// "@" in a comment offers the people who see the line. Without this file they are ticked in the list below it.
const MOST = 6;
const WORD = /(?:^|\s)@([\p{L}\d.\- ]{0,40})$/u;

for (const area of document.querySelectorAll("textarea[data-mentions]")) {
  const place = document.getElementById(area.dataset.mentions);
  if (place) offer(area, place);
}

function offer(area, place) {
  const list = document.createElement("ul");
  list.className = "mentions";
  list.id = `${area.id}_mentions`;
  list.setAttribute("role", "listbox");
  list.hidden = true;
  area.after(list);
  area.setAttribute("aria-controls", list.id);
  area.setAttribute("aria-autocomplete", "list");
  let current = 0;

  const typed = () => WORD.exec(area.value.slice(0, area.selectionStart))?.[1];
  const options = () => [...list.children];
  const close = () => {
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
  };
  const mark = (place) => {
    current = (place + options().length) % options().length;
    options().forEach((one, n) => one.setAttribute("aria-selected", String(n === current)));
    area.setAttribute("aria-activedescendant", options()[current].id);
  };

  function draw() {
    const begun = typed();
    if (begun === undefined) return close();
    const boxes = [...place.querySelectorAll("input[type=checkbox]")];
    // The list of people comes when it is first asked for.
    if (!boxes.length) window.htmx?.trigger(place.querySelector("a"), "people");
    const fits = boxes.filter((box) => label(box).toLocaleLowerCase().includes(begun.trim().toLocaleLowerCase()));
    list.replaceChildren(...fits.slice(0, MOST).map((box, n) => option(box, n)));
    list.hidden = !fits.length;
    if (fits.length) mark(0);
  }

  function option(box, number) {
    const one = document.createElement("li");
    one.id = `${list.id}_${number}`;
    one.setAttribute("role", "option");
    one.textContent = label(box);
    one.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      take(box);
    });
    one.take = () => take(box);
    return one;
  }

  function take(box) {
    const end = area.selectionStart;
    const start = end - typed().length;
    // The name without the role that follows it in brackets.
    const name = label(box).replace(/\s*\([^()]*\)$/, "");
    area.setRangeText(`${name} `, start, end, "end");
    box.checked = true;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    close();
  }

  area.addEventListener("input", draw);
  area.addEventListener("blur", close);
  place.addEventListener("htmx:afterSettle", draw);
  area.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") mark(current + 1);
    else if (event.key === "ArrowUp") mark(current - 1);
    else if (event.key === "Enter" || event.key === "Tab") options()[current].take();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function label(box) {
  return (box.closest("label") ?? document.querySelector(`label[for="${box.id}"]`)).textContent.trim();
}
