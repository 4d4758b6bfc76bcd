// A text and its drafts, linked both ways: hover and focus light up the other side; j k a e x by keyboard.
export function startReading() {
  const page = document.querySelector("[data-reading]");
  if (!page) return;
  const cards = () => [...page.querySelectorAll("[data-draft-number]")];
  const marksOf = (number) => page.querySelectorAll(`[data-drafts~="${number}"]`);

  function light(number) {
    for (const lit of page.querySelectorAll(".is-lit")) lit.classList.remove("is-lit");
    if (!number) return;
    for (const mark of marksOf(number)) mark.classList.add("is-lit");
    page.querySelector(`#draft-${number}`)?.classList.add("is-lit");
  }

  const numberAt = (element) => {
    const card = element.closest?.("[data-draft-number]");
    if (card) return card.dataset.draftNumber;
    return element.closest?.("[data-drafts]")?.dataset.drafts.split(" ").at(-1);
  };

  function settle() {
    for (const card of cards())
      for (const mark of marksOf(card.dataset.draftNumber)) mark.classList.toggle("is-decided", card.dataset.state !== "waiting");
  }

  function go(card, { text = true } = {}) {
    if (!card) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    light(card.dataset.draftNumber);
    if (text) marksOf(card.dataset.draftNumber)[0]?.scrollIntoView({ block: "nearest" });
  }

  const here = () => document.activeElement?.closest?.("[data-draft-number]");
  function step(by) {
    const all = cards();
    const at = all.indexOf(here());
    go(at < 0 ? all[0] : all[Math.min(all.length - 1, Math.max(0, at + by))]);
  }
  const press = (verb) => here()?.querySelector(`[data-do="${verb}"]:not([disabled])`)?.click();
  const keys = { j: () => step(1), k: () => step(-1), a: () => press("accept"), e: () => press("edit"), x: () => press("drop") };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    keys[event.key]();
  });
  page.addEventListener("mouseover", (event) => light(numberAt(event.target)));
  page.addEventListener("focusin", (event) => light(numberAt(event.target)));
  page.addEventListener("click", (event) => {
    const mark = event.target.closest?.("[data-drafts]");
    const number = mark && numberAt(mark);
    if (!number || event.target.closest("button, form")) return;
    event.preventDefault();
    go(page.querySelector(`#draft-${number}`), { text: false });
  });

  // After a decision the next one to be checked is taken up.
  let decided = null;
  page.addEventListener("htmx:beforeRequest", (event) => {
    decided = event.target.closest?.("[data-draft-number]")?.dataset.draftNumber ?? null;
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!decided) return;
    const card = page.querySelector(`#draft-${decided}`);
    decided = null;
    settle();
    if (!card) return;
    const all = cards();
    const next = card.dataset.state === "waiting" ? null : all.slice(all.indexOf(card) + 1).find((each) => each.dataset.state === "waiting");
    go(next ?? card);
  });
  settle();
}
