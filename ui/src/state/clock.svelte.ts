// The time as the texts need it: to the half minute.

export class Clock {
  now = $state(Date.now());

  run(): () => void {
    const timer = setInterval(() => {
      this.now = Date.now();
    }, 30_000);
    return () => clearInterval(timer);
  }
}
