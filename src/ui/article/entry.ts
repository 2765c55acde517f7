/** Loads the article. A file of its own and without imports, so that the list of what the article needs is no part of the first load. */
export const loadArticle = () => import('./Article');
