// After a refused form the eye, the finger and the screen reader start at what to mend.
document.querySelector("[data-errors]")?.focus();

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-errors] a");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
  (field.closest(".field") ?? label ?? field).scrollIntoView();
  field.focus({ preventScroll: true });
});
