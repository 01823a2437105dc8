/** Values that are made once and kept by a key. */

/** The value of a key, made when it is not there. One that could not be made is forgotten, so that the next call tries again. */
export function kept<T>(values: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = values.get(key);
  if (known) return known;
  const made = make();
  values.set(key, made);
  made.catch(() => {
    if (values.get(key) === made) values.delete(key);
  });
  return made;
}
