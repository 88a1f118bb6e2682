/** Offers a text as a file to save. */

/** @param type of the content, such as `text/csv` */
export function saveFile(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers start the download in a later task.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
