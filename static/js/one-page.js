// A product on one page: what the form must tell besides its fields, and a price that is asked
// about.
function watch(form) {
  const { rid, coming, price_vnd: price, sure } = form.elements;
  const asked = form.querySelector("[data-sure]");
  const address = form.dataset.photoUrl;
  const photos = () => [...form.querySelectorAll("input[type=file]")].reduce((sum, input) => sum + input.files.length, 0);

  // Before the form is taken: photos of what is to be shown publish it when they arrive.
  document.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    if (coming) coming.value = photos() || "";
    const isToShow = event.submitter?.name === "publish";
    form.dataset.photoUrl = isToShow ? `${address}?publish=1` : address;
  }, true);

  // Where the answer asks about the price, the tick that confirms it is offered.
  const ask = () => {
    const said = price.closest(".field").querySelector(".error")?.textContent ?? "";
    if (said.includes(asked.textContent.trim())) asked.hidden = false;
  };
  form.addEventListener("form:rest", ask);
  price.addEventListener("input", () => { sure.checked = false; });

  // One who comes back to the page begins another product.
  addEventListener("pageshow", (event) => { if (rid && event.persisted) rid.value = ""; });
  if (rid && !location.hash.includes("outbox=")) rid.value = "";
  ask();
}

for (const form of document.querySelectorAll("[data-one-page]")) watch(form);
