/** What stands in place of a picture: the first letter of a name. */
export function initialOf(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? '';
}
