/** The texts of Amplify's sign-in forms, by the English texts that Amplify looks up. */
import type { HostTexts } from '../../languages/host/texts';

/** Returns the vocabulary of a language. */
export function signInVocabulary(texts: HostTexts['signIn']): Record<string, string> {
  return {
    Email: texts.email,
    'Enter your Email': texts.enterEmail,
    Password: texts.password,
    'Enter your Password': texts.enterPassword,
    'Show password': texts.showPassword,
    'Hide password': texts.hidePassword,
    'Sign in': texts.signIn,
    'Signing in': texts.signingIn,
    'Change Password': texts.changePassword,
    Changing: texts.changing,
    'New password': texts.newPassword,
    'New Password': texts.newPassword,
    'Confirm Password': texts.confirmPassword,
    'Please confirm your Password': texts.confirmPassword,
    'Your passwords must match': texts.passwordsDiffer,
    'Setup TOTP': texts.setUpApp,
    'Confirm TOTP Code': texts.confirmCode,
    Code: texts.code,
    'Code *': texts.code,
    'Enter your code': texts.code,
    Confirm: texts.confirm,
    Confirming: texts.confirming,
    'Back to Sign In': texts.back,
    'Dismiss alert': texts.dismiss,
    Loading: texts.loading,
    COPY: texts.copy,
    COPIED: texts.copied,
    'Incorrect username or password.': texts.wrongPassword,
    'Code mismatch': texts.wrongCode,
    'Code mismatch and fail enable Software Token MFA': texts.wrongCode,
    'Invalid code received for user': texts.wrongCode,
    'Your software token has already been used once.': texts.codeUsed,
    'Password attempts exceeded': texts.tooManyAttempts,
    'Invalid session for the user, session is expired.': texts.sessionExpired,
  };
}
