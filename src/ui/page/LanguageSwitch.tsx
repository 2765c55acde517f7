/** The switch of the page's language: a button that shows the other of two, a menu of more. */
import { useLocale, type Language } from '../../i18n/language';
import { chooseLanguage } from '../../i18n/languages';
import { useMessages } from '../../i18n/messages';

export function LanguageSwitch({ languages }: { readonly languages: readonly Language[] }) {
  const { ui } = useMessages();
  const locale = useLocale();
  const [other, ...more] = languages.filter(({ tag }) => tag !== locale);
  if (other === undefined) return null;
  if (more.length > 0)
    return (
      <select
        className="button button-icon"
        data-testid="language"
        aria-label={ui.language.label}
        value={locale}
        onChange={({ target }) => void chooseLanguage(target.value)}
      >
        {languages.map(({ tag, name, sign }) => (
          // Of the one that is chosen the button has room for the sign.
          <option key={tag} value={tag} lang={tag}>
            {sign} {name}
          </option>
        ))}
      </select>
    );
  const text = ui.language.show(other.name);
  return (
    <button
      type="button"
      className="button button-icon"
      data-testid="language"
      aria-label={text}
      title={text}
      onClick={() => void chooseLanguage(other.tag)}
    >
      <span lang={other.tag} translate="no">
        {other.sign}
      </span>
    </button>
  );
}
