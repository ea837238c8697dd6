// Moving cards and days by hand. Each move ends in a form or a page that a link leads to as well.
const said = () => document.querySelector("[data-says]:not(.gantt, .month, .board)");
const tell = (text) => { const place = said(); if (place) place.textContent = text; };
// Why a move is refused, as a message that an eye sees too.
function refuse(text) {
  tell(text);
  const card = document.querySelector("template[data-refusal]")?.content.cloneNode(true);
  const toasts = document.querySelector(".toasts");
  if (!card || !toasts) return;
  toasts.querySelectorAll("[data-refused]").forEach((old) => old.remove());
  card.firstElementChild.dataset.refused = "";
  card.querySelector("p").textContent = text;
  toasts.append(card);
  document.dispatchEvent(new CustomEvent("nastavnik:message"));
}
const withBack = (address) => `${address}${address.includes("?") ? "&" : "?"}back=${encodeURIComponent(location.pathname + location.search)}`;

// --- The board: a card dropped on a column asks for the deed that leads there ---
const board = document.querySelector("[data-board]");
const zone = document.querySelector(".again-zone");
const targets = () => [...(zone ? [zone] : []), ...board.querySelectorAll("[data-drop-on]")];
const deedsOf = (card) => card.dataset.card.split(" ");
const takes = (target, card) => deedsOf(card).includes(target.dataset.dropOn) && target !== card.closest("section");

function act(card, deed) {
  if (deed === "again") return card.querySelector("[data-again]").requestSubmit();
  location.assign(withBack(deed === "prove" ? card.dataset.prove : `${card.dataset.at}decide/?kind=${deed}`));
}
function mark(card) {
  const open = card ? targets().filter((target) => takes(target, card)) : [];
  for (const target of targets()) {
    target.classList.toggle("may-take", open.includes(target));
    target.classList.remove("is-aim");
  }
  if (zone) zone.hidden = !open.includes(zone);
  board.toggleAttribute("data-dragging", Boolean(card));
  return open;
}

if (board) {
  let dragged = null;
  for (const card of board.querySelectorAll("[data-card]")) card.draggable = true;
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-card]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.at);
    dragged.classList.add("is-dragged");
    // A page changed at once would end the drag in Chromium.
    setTimeout(() => mark(dragged));
  });
  document.addEventListener("dragover", (event) => {
    if (!dragged) return;
    const target = event.target.closest?.("[data-drop-on]");
    const fits = target && takes(target, dragged);
    if (fits) event.preventDefault();
    for (const one of targets()) one.classList.toggle("is-aim", Boolean(fits) && one === target);
  });
  document.addEventListener("drop", (event) => {
    const target = event.target.closest?.("[data-drop-on]");
    if (!dragged || !target || !takes(target, dragged)) return;
    event.preventDefault();
    act(dragged, target.dataset.dropOn);
  });
  document.addEventListener("dragend", (event) => {
    if (!dragged) return;
    const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-computed]");
    if (over && !over.contains(dragged)) refuse(board.dataset.saysRefused);
    dragged.classList.remove("is-dragged");
    dragged = null;
    mark(null);
  });

  // The same by keys: an arrow takes the card under the focus and aims, Enter drops, Escape leaves.
  let held = null, open = [], aim = -1;
  const leave = (words) => {
    held?.classList.remove("is-held");
    held = null;
    mark(null);
    if (words) tell(words);
  };
  board.addEventListener("keydown", (event) => {
    const card = event.target.matches(".card-name") ? event.target.closest("[data-card]") : null;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step && card) {
      event.preventDefault();
      if (held !== card) {
        leave("");
        held = card;
        open = mark(card);
        aim = step > 0 ? -1 : open.length;
        card.classList.add("is-held");
      }
      if (!open.length) {
        leave("");
        return refuse(board.dataset.saysRefused);
      }
      aim = (aim + step + open.length) % open.length;
      open.forEach((target, place) => target.classList.toggle("is-aim", place === aim));
      const name = open[aim].querySelector("h2 span")?.textContent ?? board.dataset.saysAgain;
      tell(board.dataset.saysMove.replace("{name}", name));
    } else if (held && event.key === "Enter" && card === held) {
      event.preventDefault();
      act(held, open[aim].dataset.dropOn);
    } else if (held && event.key === "Escape") leave(board.dataset.saysLeft);
  });
  board.addEventListener("focusout", () => leave(""));
}

// --- Days: a control date set by hand moves with its bar or its card ---
const mover = document.querySelector("form[data-mover]");
const stage = document.querySelector("[data-gantt], [data-month]");
const DAY_MS = 86_400_000;
const shifted = (day, by) => new Date(Date.parse(day) + by * DAY_MS).toISOString().slice(0, 10);
const inWords = (day) => new Date(`${day}T12:00`).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric" });

function send(thing, day) {
  if (day === thing.dataset.day) return;
  mover.action = thing.dataset.move;
  mover.elements.manual_due_on.value = day;
  mover.elements.version.value = thing.dataset.version;
  mover.requestSubmit();
}

if (stage && mover) {
  let moved = null, day = "";
  const leave = () => {
    moved?.classList.remove("is-moved");
    stage.querySelectorAll(".is-aim").forEach((one) => one.classList.remove("is-aim"));
    moved = null;
  };
  const aimAt = (thing, wanted) => {
    if (moved !== thing) leave();
    moved = thing;
    day = wanted;
    thing.classList.add("is-moved");
    stage.querySelectorAll(".is-aim").forEach((one) => one.classList.remove("is-aim"));
    stage.querySelector(`td[data-day="${wanted}"]`)?.classList.add("is-aim");
    const grip = thing.querySelector(".grip");
    if (grip) grip.style.transform = `translateX(${(Date.parse(wanted) - Date.parse(thing.dataset.day)) / DAY_MS / stage.dataset.days * thing.ownerSVGElement.clientWidth - 4}px)`;
    tell(stage.dataset.says.replace("{day}", inWords(wanted)));
  };
  stage.addEventListener("keydown", (event) => {
    const thing = event.target.closest("[data-move]");
    if (!thing || event.target.matches(".date-link")) return;
    const week = stage.matches("[data-month]") ? 7 : 30;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: week, ArrowUp: -week }[event.key];
    if (step) {
      event.preventDefault();
      aimAt(thing, shifted(moved === thing ? day : thing.dataset.day, step));
    } else if (moved === thing && event.key === "Enter") {
      event.preventDefault();
      send(thing, day);
    } else if (moved && event.key === "Escape") {
      const grip = moved.querySelector(".grip");
      if (grip) grip.style.transform = "";
      leave();
      tell("");
    }
  });

  // A bar is drawn out by its end.
  stage.addEventListener("pointerdown", (event) => {
    const thing = event.target.matches(".grip") && event.target.closest("[data-move]");
    if (!thing) return;
    event.preventDefault();
    event.target.setPointerCapture(event.pointerId);
    const perDay = thing.ownerSVGElement.clientWidth / stage.dataset.days, from = event.clientX;
    const follow = (one) => aimAt(thing, shifted(thing.dataset.day, Math.round((one.clientX - from) / perDay)));
    event.target.addEventListener("pointermove", follow);
    event.target.addEventListener("pointerup", () => {
      event.target.removeEventListener("pointermove", follow);
      if (moved === thing) send(thing, day);
    }, { once: true });
  });
  // The press that ended a drag opens no page.
  stage.addEventListener("click", (event) => { if (event.target.matches(".grip")) event.preventDefault(); });

  // A card of the calendar goes to another day. One whose day is fixed can be taken hold of, to be told why not.
  let dragged = null;
  for (const item of stage.querySelectorAll(".item")) item.draggable = true;
  stage.addEventListener("dragstart", (event) => {
    const item = event.target.closest(".item");
    if (item && !item.dataset.move) {
      event.preventDefault();
      refuse(stage.dataset.saysRefused);
    } else if (item) {
      dragged = item;
      item.classList.add("is-dragged");
    }
  });
  stage.addEventListener("dragover", (event) => {
    const cell = event.target.closest("td[data-day]");
    if (!dragged || !cell) return;
    event.preventDefault();
    if (day !== cell.dataset.day || moved !== dragged) aimAt(dragged, cell.dataset.day);
  });
  stage.addEventListener("drop", (event) => {
    const cell = event.target.closest("td[data-day]");
    if (!dragged || !cell) return;
    event.preventDefault();
    send(dragged, cell.dataset.day);
  });
  stage.addEventListener("dragend", () => { dragged?.classList.remove("is-dragged"); dragged = null; leave(); });
}
