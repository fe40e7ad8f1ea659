// The question log: reports which button was pressed, and keeps the newest exchange in view.
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
    document.dispatchEvent(new CustomEvent("gk-open", { detail: button }));
    trigger("cite", at);
  }
});

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
  turns = exchanges.length;
  growing = grows;
});
