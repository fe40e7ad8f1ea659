// The source panel: opens at the marked place, closes with its button or Escape, and gives
// the focus back to the citation it was opened from.
const panel = element;
const narrow = window.matchMedia("(max-width: 900px)");
const main = document.getElementById("gk-main");
let from = null;

function show() {
  const title = panel.querySelector("h2");
  const hit = panel.querySelector("mark");
  if (!hit) return;
  const sheet = hit.closest(".gk-sheet");
  const body = panel.querySelector(".gk-passage-body");
  // Only the panel's own boxes are scrolled; the page stays where the reader is.
  for (const box of [sheet, body]) {
    if (!box) continue;
    const here = hit.getBoundingClientRect();
    const there = box.getBoundingClientRect();
    box.scrollTop += here.top - there.top - (box.clientHeight - here.height) / 2;
    box.scrollLeft += here.left - there.left - (box.clientWidth - here.width) / 2;
  }
  if (title && narrow.matches) title.focus({ preventScroll: true });
}

function close() {
  if (!main.classList.contains("gk-opened")) return;
  main.classList.remove("gk-opened");
  document.documentElement.style.overflow = "";
  for (const chosen of document.querySelectorAll(".gk-chosen")) chosen.classList.remove("gk-chosen");
  if (from && from.isConnected) from.focus({ preventScroll: true });
}

document.addEventListener("gk-open", (event) => {
  from = event.detail;
  main.classList.add("gk-opened");
  // On a phone the panel lies over the page, which must not scroll under it.
  if (narrow.matches) document.documentElement.style.overflow = "hidden";
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
