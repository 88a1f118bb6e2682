/** `util.str.*`: "String helpers in util.str" in the AppSync developer guide. */
const forms: Record<string, string> = { nfc: 'NFC', nfd: 'NFD', nfkc: 'NFKC', nfkd: 'NFKD' };

export const strUtil = {
  normalize(text: string, form: string): string {
    const name = forms[form];
    if (!name) throw new Error(`util.str.normalize accepts nfc, nfd, nfkc or nfkd, not ${form}.`);
    return text.normalize(name);
  },
};
