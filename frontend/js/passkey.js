// When the device gives no passkey, the page says so in words instead of a line in the console.
export function startPasskeys() {
  document.addEventListener("allauth.error", (event) => {
    const said = document.querySelector("[data-passkey-refused]");
    if (!said) return;
    event.preventDefault();
    said.hidden = false;
  });
}
