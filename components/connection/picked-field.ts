/** The name of the picker's fields: one for each chosen feature. Apart, since server and browser both read it. */
export const pickedField = 'feature'
