/** Letters about asks and offers. Who somebody is stands only in the last one, when both have said yes. */
export interface LetterAbout {
  readonly name: string;
  /** Of one's own ask or offer. */
  readonly title: string;
  /** The private page. */
  readonly link: string;
}

export interface LetterWords {
  readonly subject: string;
  readonly text: string;
}

const closing = (link: string): string =>
  `Your own page:\n${link}\nThis link is yours alone. Please don’t pass it on.\n`;

export function invitationLetter({ name, title, link }: LetterAbout): LetterWords {
  return {
    subject: `Somebody would like to meet you: ${title}`,
    text: `Hello ${name},\n\nsomebody whose ask or offer fits yours (“${title}”) would like to be introduced to you. They don’t know who you are, and you don’t know who they are, until you say yes. On your own page you see what they wrote, and say yes or no.\n\n${closing(link)}`,
  };
}

export function introductionLetter(
  { name, title, link }: LetterAbout,
  other: { readonly name: string; readonly group_name: string; readonly email: string; readonly title: string },
): LetterWords {
  const who = other.group_name === "" ? other.name : `${other.name} (${other.group_name})`;
  return {
    subject: `An introduction: ${title}`,
    text: `Hello ${name},\n\nyou both said yes. Meet ${who}, about “${other.title}”.\n\nWrite to them: ${other.email === "" ? "they gave no e-mail address; ask the organisers" : other.email}\n\nThey get the same letter about you.\n\n${closing(link)}`,
  };
}

export function expiryLetter({ name, title, link }: LetterAbout): LetterWords {
  return {
    subject: `Still true? ${title}`,
    text: `Hello ${name},\n\nin two weeks “${title}” leaves the public list. If it is still true, open your own page and press “Keep it for six more months”. If not, there is nothing to do.\n\n${closing(link)}`,
  };
}
