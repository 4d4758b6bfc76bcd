// A button copies the text of a field and says so; where the browser forbids it, the text is selected instead.
export function startCopying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    const field = document.querySelector(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      if (!document.execCommand("copy")) return;
    }
    const said = button.parentElement.querySelector("[data-copied]");
    if (said) said.hidden = false;
  });
}
