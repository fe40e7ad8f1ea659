// An opened finding: each panel is scrolled to its mark, and the finding's sentence gets the focus.
const opened = element;

function show() {
  for (const body of opened.querySelectorAll(".gk-passage-body")) {
    const hit = body.querySelector("mark");
    if (!hit) continue;
    const here = (hit.closest("td") ?? hit).getBoundingClientRect();
    const there = body.getBoundingClientRect();
    body.scrollTop += here.top - there.top - (body.clientHeight - here.height) / 2;
    const sheet = hit.closest(".gk-sheet");
    if (sheet) {
      const beyond = here.right + here.width - sheet.getBoundingClientRect().right;
      sheet.scrollLeft = Math.max(0, sheet.scrollLeft + beyond);
    }
  }
  const title = opened.querySelector("#gk-finding");
  if (!title) return;
  window.scrollTo({ top: 0 });
  title.focus({ preventScroll: true });
}

// The column around it is shown by another update, which may come a little later.
function soon(tries) {
  if (opened.offsetParent === null && tries > 0) setTimeout(() => soon(tries - 1), 50);
  else requestAnimationFrame(show);
}
soon(20);
watch("value", () => soon(20));
