/** English texts: a page that works without a network, and one that is older than what its server has. */
export const offline = {
  works: 'Works offline.',
  newVersion: 'A new version is there.',
  reload: 'Reload when you like',
  later: 'Later',
};
