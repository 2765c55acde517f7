/** The help in the language of the page: apart from its messages, since it comes only when it is opened. */
export { help } from './en/help';
