/** How coded answers are spoken of on pages, where taking the code apart is not enough. */
const WORDS: Readonly<Record<string, string>> = {
  awaitingPanel: 'Waiting for the panel',
  arranging: 'A package is being arranged',
  packageLive: 'A package is under way',
  eligibleWithoutPackage: 'Eligible, no package needed',
  both: 'Both',
  inPerson: 'In person',
  email: 'E-mail',
  inAssessment: 'In assessment',
  inPlace: 'In place',
  'ehcp-considered': 'The education, health and care plan was considered',
  notProceeding: 'Not going on to an assessment',
  consentWithdrawn: 'Consent was withdrawn',
  packageEnded: 'The package ended',
  needResolved: 'The need is resolved',
  movedAway: 'Moved away',
  adultServices: 'Moved to adult services',
  reReferral: 'Referred again',
  returnedToArea: 'Returned to the area',
  gillickCompetent: 'The child, who is Gillick competent',
  bestInterests: 'In the best interests of the child',
  resubmission: 'The checklist is sent again',
  proceed: 'Go on to an assessment',
  close: 'Close the case',
  parentCarer: 'Parent or carer',
  mdtMember: 'A member of the team',
  gp: 'GP',
  ehcpCoordinator: 'Coordinator of the education, health and care plan',
  spotPurchase: 'Spot purchase by the commissioning support unit',
  dynamicPurchasing: "The council's dynamic purchasing system",
  councilPlacement: 'Placement by the council',
  providersInvited: 'Providers invited',
  notApplicable: 'Does not apply',
  noLongerSought: 'No longer sought',
  onTrack: 'On track',
  preferences: 'What the child and family want',
  holistic: 'Holistic assessment',
  mdtReports: 'Reports of the team, or evidence of the education, health and care plan',
  dst: 'Decision support tool',
  'community-childrens-nurse': "Community children's nurse",
  hoursOnWorkingDays: 'Hours, on working days only',
};

/** A coded answer in words, beginning with a capital. */
export function choiceInWords(code: string): string {
  const known = WORDS[code];
  if (known !== undefined) return known;
  const apart = code
    .replaceAll(/[-_]/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return `${apart.charAt(0).toUpperCase()}${apart.slice(1)}`;
}
