// Gradio's own notices come in English: they are told in the page's language, as alerts.
(() => {
  const told = [
    [/connection to the server was lost/i, "与服务器的连接断开了，正在重新连接。恢复后本页会自动刷新，请届时再问。"],
    [/connection errored out|failed to fetch|networkerror|load failed/i, "连接不上服务器，请稍后再试。"],
    [/queue is full/i, "现在使用的人太多，请稍后再试。"],
    [/exceed|too large/i, "文件太大。"],
    [/invalid file type/i, "不接受这种文件。"],
    [/session/i, "页面已过期，请刷新本页。"],
  ];
  const titles = { error: "出错了", warning: "请注意", info: "提示", success: "完成" };
  const han = /[\u4e00-\u9fff]/;
  const say = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };
  function translate() {
    for (const body of document.querySelectorAll(".toast-body")) {
      body.setAttribute("role", "alert");
      body.querySelector(".toast-close")?.setAttribute("aria-label", "关闭提示");
      for (const title of body.querySelectorAll(".toast-title")) {
        const kind = Object.keys(titles).find((name) => title.classList.contains(name));
        if (!han.test(title.textContent)) say(title, titles[kind] ?? titles.info);
      }
      for (const message of body.querySelectorAll(".toast-message-text")) {
        const said = message.textContent;
        if (said.trim() && !han.test(said)) {
          say(message, told.find(([pattern]) => pattern.test(said))?.[1] ?? "出了意外的错误，请再试一次。");
        }
      }
    }
  }
  new MutationObserver(translate).observe(document, { childList: true, subtree: true });
})();
