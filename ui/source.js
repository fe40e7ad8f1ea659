// The source panel: opens at the marked place, closes with its button or Escape, and gives
// the focus back to the citation it was opened from.
const panel = element;
const narrow = window.matchMedia("(max-width: 900px)");
const main = document.getElementById("gk-main");
let from = null;
let keyboard = false;

// On a phone the panel lies over the page: what is under it can't be reached meanwhile.
function cover() {
  const over = narrow.matches && main.classList.contains("gk-opened");
  document.documentElement.style.overflow = over ? "hidden" : "";
  for (const under of [document.getElementById("gk-top"), ...main.children]) {
    if (under && !under.contains(panel)) under.inert = over;
  }
}
narrow.addEventListener("change", cover);

function show() {
  const title = panel.querySelector("h2");
  const hit = panel.querySelector("mark");
  if (title && (narrow.matches || keyboard)) title.focus({ preventScroll: true });
  if (!hit) return;
  const body = panel.querySelector(".gk-passage-body");
  const sheet = hit.closest(".gk-sheet");
  const here = (hit.closest("td") ?? hit).getBoundingClientRect();
  // Only the panel's own boxes are scrolled; the page stays where the reader is.
  const there = body.getBoundingClientRect();
  body.scrollTop += here.top - there.top - (body.clientHeight - here.height) / 2;
  if (sheet) {
    // Sideways no further than it takes: the row's label should stay in sight.
    const beyond = here.right + here.width - sheet.getBoundingClientRect().right;
    sheet.scrollLeft = Math.max(0, sheet.scrollLeft + beyond);
  }
}

function close() {
  if (!main.classList.contains("gk-opened")) return;
  main.classList.remove("gk-opened");
  cover();
  for (const chosen of document.querySelectorAll(".gk-chosen")) chosen.classList.remove("gk-chosen");
  if (from && from.isConnected) from.focus({ preventScroll: true });
}

document.addEventListener("gk-open", (event) => {
  ({ button: from, keyboard } = event.detail);
  main.classList.add("gk-opened");
  cover();
  requestAnimationFrame(show);
});
document.addEventListener("gk-close", close);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
panel.addEventListener("click", (event) => {
  if (event.target.closest("[data-event='close']")) close();
});
watch("value", () => requestAnimationFrame(show));
