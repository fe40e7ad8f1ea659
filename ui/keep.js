// The conversation so far goes into this tab's own storage; where there is none, it isn't kept.
watch("value", () => {
  if (!props.value) return;
  try {
    sessionStorage.setItem("gongkai", props.value);
  } catch {
    // Storage is full or forbidden: the page works without.
  }
});
