// The days of a form.
const LOCAL = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" }); // year-month-day

// A chosen day stands in words below its field: browsers write days in an order of their own, so that 3/4
// may be read as two days.
const words = new Intl.DateTimeFormat(document.documentElement.lang, {
  weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
});

function tellBelow(field) {
  const told = document.createElement("output");
  told.className = "readback";
  told.htmlFor.add(field.id);
  const tell = () => {
    told.hidden = !field.valueAsDate;
    told.textContent = field.valueAsDate ? words.format(field.valueAsDate) : "";
  };
  field.after(told);
  field.addEventListener("input", tell);
  tell();
}

for (const field of document.querySelectorAll(".field input[type=date]")) {
  if (!field.closest(".filters")) tellBelow(field); // a row of questions has no room below
}

// A page may be open, or kept on the phone, since another day: a day that nobody touched becomes the
// day of the tap. Only what is seen changes here; the server reckons from the tap by itself.
function refresh(form) {
  const opened = form.elements.opened_on;
  const tapped = form.elements.noted_at?.value;
  const day = LOCAL.format(tapped ? new Date(tapped) : new Date());
  if (day <= opened.value && !tapped) return;
  for (const field of form.querySelectorAll("input[type=date]")) {
    if (field.value !== opened.value) continue;
    field.value = day;
    field.dispatchEvent(new Event("input"));
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
