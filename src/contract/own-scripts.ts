/**
 * The only policy of Trusted Types here: it lets scripts be run from addresses of the page's own origin. Whatever else would
 * make a script, or mark up, out of a text is refused by the browser, as the content security policy asks it to.
 */

/** The policy's name, which the content security policy allows. */
export const OWN_SCRIPTS = 'own-scripts';

interface ScriptRule {
  createScriptURL(address: string): string;
}

/** What a browser has that knows Trusted Types; TypeScript's libraries do not yet. */
interface TrustingScope {
  readonly trustedTypes?: { createPolicy(name: string, rule: ScriptRule): ScriptRule };
}

const rule: ScriptRule = {
  createScriptURL(address) {
    const { href, origin } = self.location;
    if (new URL(address, href).origin !== origin) throw new TypeError(`No script of this page: ${address}`);
    return address;
  },
};

/** Made when it is first needed: a policy's name can be given once only. */
let policy: ScriptRule | null = null;

/**
 * An address of a script of this page, for `new Worker` and for registering a service worker. It passes for a string, and is an
 * object of the browser's where that has Trusted Types.
 * @throws TypeError for addresses of other origins.
 */
export function ownScript(address: string): string {
  policy ??= (globalThis as TrustingScope).trustedTypes?.createPolicy(OWN_SCRIPTS, rule) ?? rule;
  return policy.createScriptURL(address);
}
