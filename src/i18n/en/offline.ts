/** English texts: a page that works without a network, and one that is older than what its server has. */
export const offline = {
  works: 'Works offline.',
  newVersion: 'A new version is there. Reload when you like.',
  reload: 'Reload',
  later: 'Later',
};
