/** How long a movement takes, in milliseconds; none for a reader who asked for none, of the system or of the editor. */
export function motion(): number {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches || document.body.classList.contains('vscode-reduce-motion');
  return still ? 0 : 260;
}
