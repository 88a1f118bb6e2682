/** The name of the theme, without the code that creates it. */
export const themeName = 'matinee';
