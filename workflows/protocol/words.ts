/** How the codes of the protocol's data are spoken of in a refusal. */
const WORDS: Readonly<Record<string, string>> = {
  // Disciplines, and the sides of the panel
  socialCare: 'social care',
  parentCarer: 'a parent or carer',
  youngPerson: 'the young person',
  clinicians: 'clinicians',
  commissioners: 'commissioners',
  chair: 'a chair',
  // Areas of evidence
  preferences: 'preferences of the child and family',
  holistic: 'holistic assessment',
  mdtReports: 'reports of the team, or evidence of the education, health and care plan',
  dst: 'decision support tool',
  // Who is told
  referrer: 'the referrer',
  family: 'the family',
  keyProfessionals: 'the key professionals',
  gp: 'the GP',
  paediatrician: 'the paediatrician',
  localAuthority: 'the local authority',
  ehcpCoordinator: 'the coordinator of the education, health and care plan',
  // Ways of procuring
  dynamicPurchasing: "the council's dynamic purchasing system",
  spotPurchase: 'spot purchase by the commissioning support unit',
  councilPlacement: 'placement by the council',
};

const FORMS: Readonly<Record<string, string>> = {
  any: 'told in any way',
  verbal: 'told in person or by telephone',
  written: 'told in writing',
};

const PARTS: Readonly<Record<string, string>> = {
  checklist: 'completed the checklist',
  mdt: 'took part in the multi-disciplinary team',
  evidence: 'wrote evidence for the assessment',
  checklistQualityAssurance: 'quality assured the checklist',
  dst: 'scored the decision support tool',
  recommendation: 'made the recommendation',
  qualityAssurance: 'quality assured the assessment',
};

const apart = (code: string): string => code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

/** A code in words a nurse would use; one without words of its own is taken apart into its own. */
export const inWords = (code: string): string => WORDS[code] ?? apart(code);

/** What someone did in a case: 'scored the decision support tool'. */
export const partInWords = (part: string): string => PARTS[part] ?? apart(part);

/** In which form somebody is told: 'told in writing'. */
export const formInWords = (form: string): string => FORMS[form] ?? form;

/** Who is owed word, and in which form: 'the family, told in writing'. */
export const owedInWords = ({ recipient, form }: { recipient: string; form: string }): string =>
  `${inWords(recipient)}, ${formInWords(form)}`;

/** Entries of a list of the protocol version, each by its words and, to be sent, its code. */
export const listedInWords = (list: readonly { slug: string; title: string }[]): string[] =>
  list.map(({ slug, title }) => `${title} (${slug})`);
