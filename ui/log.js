// The question log: reports which button was pressed, keeps the newest exchange in view, and
// tells screen readers what is new: the log is drawn anew as a whole, which they would read out.
const log = element;
const reduced = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

log.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-event]");
  if (!button || button.disabled || !log.contains(button)) return;
  if (button.dataset.event === "pick") {
    trigger("pick", { text: button.dataset.text });
  } else if (button.dataset.event === "cite") {
    const at = { turn: Number(button.dataset.turn), n: Number(button.dataset.n) };
    for (const other of log.querySelectorAll(".gk-chosen")) other.classList.remove("gk-chosen");
    for (const same of log.querySelectorAll(
      `[data-event="cite"][data-turn="${at.turn}"][data-n="${at.n}"]`,
    )) {
      same.classList.add("gk-chosen");
    }
    // A click without a pointer came from the keyboard: the reader goes along to the panel.
    document.dispatchEvent(
      new CustomEvent("gk-open", { detail: { button, keyboard: event.detail === 0 } }),
    );
    trigger("cite", at);
  }
});

const news = document.createElement("div");
news.className = "gk-sr";
news.setAttribute("role", "status");
document.body.append(news);

function tell(last) {
  const found = last
    ? last.querySelector(".gk-pending, .gk-problem, .gk-said")
    : log.querySelector(".gk-bar, .gk-told-it");
  const copy = found?.cloneNode(true);
  copy?.querySelectorAll(".gk-ref").forEach((mark) => mark.remove());
  const status = last?.querySelector(".gk-status")?.textContent ?? "";
  const parts = copy?.children.length ? [...copy.children] : [copy];
  const text = parts.map((part) => part?.textContent ?? "").filter(Boolean);
  const said = [status, ...(text.length ? text : [copy?.textContent])].filter(Boolean).join(" ");
  if (news.textContent !== said) news.textContent = said;
}

// Who pressed a button of the log, which is gone or hidden now, goes on from the new answer.
function follow() {
  const at = document.activeElement;
  if (at !== document.body && !(log.contains(at) && (at.disabled || !at.offsetParent))) return;
  const exchanges = log.querySelectorAll(".gk-exchange");
  exchanges[exchanges.length - 1]?.focus({ preventScroll: true });
}

let turns = 0;
let growing = false;
watch("value", () => {
  const exchanges = log.querySelectorAll(".gk-exchange");
  const last = exchanges[exchanges.length - 1];
  if (!last) document.dispatchEvent(new CustomEvent("gk-close"));
  const grows = Boolean(last && last.querySelector(".gk-growing"));
  // Who reads along with a growing answer stays where they are, at its end too.
  if (last && !growing && (exchanges.length !== turns || !last.querySelector(".gk-pending"))) {
    last.scrollIntoView({ block: "start", behavior: reduced ? "auto" : "smooth" });
  }
  if (!grows) tell(last);
  if (last && !grows) requestAnimationFrame(follow);
  turns = exchanges.length;
  growing = grows;
});
