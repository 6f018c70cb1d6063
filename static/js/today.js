// A page may be open, or kept on the phone, since another day: a day that nobody touched becomes the
// day of the tap. Only what is seen changes here; the server reckons from the tap by itself.
const LOCAL = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" }); // year-month-day

function refresh(form) {
  const opened = form.elements.opened_on;
  const tapped = form.elements.noted_at?.value;
  const day = LOCAL.format(tapped ? new Date(tapped) : new Date());
  if (day <= opened.value && !tapped) return;
  for (const field of form.querySelectorAll("input[type=date]")) {
    if (field.value === opened.value) field.value = day;
  }
  opened.value = day;
}

for (const opened of document.querySelectorAll("input[name=opened_on]")) {
  refresh(opened.form);
  // What is opened again to be mended is filled in a moment later, its unseen fields last.
  opened.form.addEventListener("input", (event) => {
    if (event.target.name === "noted_at" && event.target.value) refresh(opened.form);
  });
}
