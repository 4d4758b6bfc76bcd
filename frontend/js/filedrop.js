// Files may be dropped on the box; the names of what was chosen are read out beneath it.
export function startFileDrops(root) {
  for (const box of root.querySelectorAll?.("[data-filedrop]") ?? []) {
    const input = box.querySelector("input[type=file]");
    const list = box.querySelector("[data-filedrop-list]");
    const show = () => list.replaceChildren(...[...input.files].map((file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name} (${Math.max(1, Math.round(file.size / 1024)).toLocaleString(document.documentElement.lang)} KB)`;
      return line;
    }));
    input.addEventListener("change", show);
    for (const name of ["dragover", "dragleave", "drop"])
      box.addEventListener(name, (event) => {
        event.preventDefault();
        box.classList.toggle("is-over", name === "dragover");
        if (name !== "drop") return;
        const files = new DataTransfer();
        for (const file of [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1)) files.items.add(file);
        input.files = files.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
  }
}
