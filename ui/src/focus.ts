/** Gives a control the focus as it appears, and moves nothing on the screen. */
export function takeFocus(control: HTMLElement): void {
  control.focus({ preventScroll: true });
}
