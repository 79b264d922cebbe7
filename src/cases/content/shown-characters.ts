/** Control characters, and halves of characters that need two, which no database keeps. */
const NOT_SHOWN = /[\p{Cc}\p{Cs}]/u;
const NOT_SHOWN_IN_LINES = /(?![\t\n\r])\p{Cc}|\p{Cs}/u;

/** Whether every character of one line can be stored and shown. */
export const isShownLine = (text: string): boolean => !NOT_SHOWN.test(text);

/** Whether every character can be stored and shown in words of several lines. */
export const isShownInLines = (text: string): boolean => !NOT_SHOWN_IN_LINES.test(text);
